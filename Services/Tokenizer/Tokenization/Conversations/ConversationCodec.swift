/// A conversation as token ids from which exactly the same conversation can be read back, for models that are told
/// messages and not tokens.
///
/// Turns are framed by ids above the vocabulary, which no text can produce: whatever a message spells, it neither ends
/// its turn nor begins one as somebody else.
///
///     ids = turn* answer       turn = role text* end       answer = the role assistant, which the model goes on from
public struct ConversationCodec: Sendable {
  /// Who may speak, in the order of their ids above the vocabulary; the end of a turn comes after them.
  public static let roles = ["system", "user", "assistant"]

  /// What the text inside the turns is encoded with.
  public let tokenizer: Tokenizer

  public init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// How many ids there are, from 0 on.
  public var vocabularySize: Int { tokenizer.vocabularySize + Self.roles.count + 1 }

  private var endOfTurn: Int32 { marker(Self.roles.count) }
  private var answerRole: Int { Self.roles.count - 1 }

  private func marker(_ index: Int) -> Int32 { Int32(tokenizer.vocabularySize + index) }

  /// - Throws: ``ConversationError/unknownRole`` for a role that is not in ``roles``, and the tokenizer's own limits.
  public func encode(_ turns: [ConversationTurn], addGenerationPrompt: Bool) throws -> [Int32] {
    var ids: [Int32] = []
    for turn in turns {
      guard let role = Self.roles.firstIndex(of: turn.role) else { throw ConversationError.unknownRole }
      ids.append(marker(role))
      ids += try tokenizer.encode(turn.content, addSpecial: false, parseSpecial: false)
      ids.append(endOfTurn)
    }
    if addGenerationPrompt { ids.append(marker(answerRole)) }
    return ids
  }

  /// The turns before the answer that the ids ask for.
  ///
  /// - Throws: ``ConversationError/malformed(position:)`` for ids that ``encode(_:addGenerationPrompt:)`` never gives.
  public func decode(_ ids: [Int32]) throws(ConversationError) -> [ConversationTurn] {
    guard ids.last == marker(answerRole) else { throw .malformed(position: ids.count) }
    var turns: [ConversationTurn] = []
    var position = 0
    while position < ids.count - 1 {
      let role = Int(ids[position]) - tokenizer.vocabularySize
      let text = ids[(position + 1)...].prefix { (0..<marker(0)).contains($0) }
      guard Self.roles.indices.contains(role), text.endIndex < ids.count, ids[text.endIndex] == endOfTurn else {
        throw .malformed(position: position)
      }
      turns.append(ConversationTurn(Self.roles[role], tokenizer.decode(Array(text), skipSpecial: false)))
      position = text.endIndex + 1
    }
    return turns
  }
}

/// What one side of a conversation says.
public struct ConversationTurn: Sendable, Hashable {
  public let role: String
  public let content: String

  public init(_ role: String, _ content: String) {
    self.role = role
    self.content = content
  }
}

/// Why a conversation cannot be written as ids or read from them. Holds no text of it.
public enum ConversationError: Error, Sendable, Equatable, CustomStringConvertible {
  case unknownRole
  /// The ids are no conversation from here on.
  case malformed(position: Int)

  public var description: String {
    switch self {
    case .unknownRole: "a turn's role must be one of \(ConversationCodec.roles.joined(separator: ", "))"
    case .malformed(let position):
      "the ids are no conversation from position \(position) on: the gateway's tokenizer and the worker differ"
    }
  }
}
