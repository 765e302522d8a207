internal import Foundation

/// A tiktoken file: on each line the Base64 of a token and its rank, which is its id too.
struct RankFile {
  /// Tokens by id; nil is an id without token.
  var tokens: [[UInt8]?] = []

  /// The longest line: tokens of some hundred bytes exist, of thousands do not.
  private static let lineByteCountMax = 4_096

  init(tokens: [[UInt8]?]) { self.tokens = tokens }

  init(_ file: [UInt8]) throws(TokenizerError) {
    for (number, line) in file.split(separator: 0x0a).enumerated() {
      let fields = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x0d || $0 == 0x09 })
      if fields.isEmpty { continue }
      guard fields.count == 2, line.count <= Self.lineByteCountMax, let token = Data(base64Encoded: Data(fields[0])),
        let rank = Int(String(decoding: fields[1], as: UTF8.self))
      else { throw .malformed("line \(number + 1) is no Base64 token with its rank") }
      try place(Array(token), rank, line: number + 1)
    }
    guard !tokens.isEmpty else { throw .malformed("the file has no tokens") }
  }

  private mutating func place(_ token: [UInt8], _ rank: Int, line: Int) throws(TokenizerError) {
    guard (0..<Vocabulary.countMax).contains(rank) else {
      throw .malformed("line \(line) has a rank that is no number below \(Vocabulary.countMax)")
    }
    if rank >= tokens.count { tokens += [[UInt8]?](repeating: nil, count: rank - tokens.count + 1) }
    guard tokens[rank] == nil else { throw .malformed("line \(line) gives rank \(rank) again") }
    tokens[rank] = token
  }

  /// Whether a file looks like one: its first line is Base64, a space and a number.
  static func isLikely(_ file: [UInt8]) -> Bool {
    let line = file.prefix(lineByteCountMax).split(separator: 0x0a, maxSplits: 1).first ?? []
    let fields = line.split(separator: 0x20)
    return fields.count == 2 && Data(base64Encoded: Data(fields[0])) != nil
      && Int(String(decoding: fields[1], as: UTF8.self).trimmingCharacters(in: .whitespaces)) != nil
  }
}

extension RankFile {
  /// A tokenizer whose ids are the ranks plus `firstID`. Two neighbours merge whenever both together are a token, of the
  /// lowest rank first; whole words that are tokens need no merging.
  func parts(_ encoding: RankEncoding, firstID: Int = 0) throws(TokenizerError) -> TokenizerParts {
    let unused = [[UInt8]?](repeating: nil, count: firstID)
    let vocabulary = try Vocabulary(unused + tokens)
    var pieces = unused + tokens.map { $0.map { ByteLevelAlphabet.characters(of: $0) } }
    for token in encoding.special {
      guard (0..<Int32(Vocabulary.countMax)).contains(token.id) else {
        throw .malformed("special token id \(token.id)")
      }
      let id = Int(token.id)
      if id >= pieces.count { pieces += [[UInt8]?](repeating: nil, count: id - pieces.count + 1) }
      pieces[id] = Array(token.content.utf8)
    }
    let model = BytePairModel(
      vocabulary: vocabulary, merges: FlatTable(merges(vocabulary, firstID)), alphabet: .bytes, unknown: .init(),
      ignoresMerges: true)
    var chat = ChatSettings()
    if let start = encoding.start { chat.specialTokens["bos_token"] = start }
    return TokenizerParts(
      normalizer: encoding.composes ? .form(.composed) : .identity,
      preTokenizer: .split(try Splitter(regularExpression: encoding.pattern), .isolated, isInverted: false),
      model: .bytePair(model), postProcessor: .around(start: encoding.startID, end: nil),
      decoder: Decoder(steps: [.byteLevel]), pieces: try ByteStrings(pieces), addedTokens: encoding.special, chat: chat)
  }

  private func merges(_ vocabulary: Vocabulary, _ firstID: Int) -> [MergeTable.Entry] {
    var entries: [MergeTable.Entry] = []
    for (rank, token) in tokens.enumerated() {
      guard let token, token.count > 1 else { continue }
      for cut in 1..<token.count {
        guard let left = vocabulary.id(of: token.span, from: 0, to: cut),
          let right = vocabulary.id(of: token.span, from: cut, to: token.count)
        else { continue }
        entries.append(
          MergeTable.Entry(left: left, right: right, rank: UInt32(rank), merged: Int32(firstID + rank)))
      }
    }
    return entries
  }
}
