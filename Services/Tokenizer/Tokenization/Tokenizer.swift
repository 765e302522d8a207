/// Text to token ids and back, exactly as the tokenizer file defines it.
///
/// Immutable and shared freely between threads.
public struct Tokenizer: Sendable {
  /// Bytes of one text: a bound on memory, not on models, whose windows end far below.
  public static let textByteCountMax = 64 << 20

  private let parts: TokenizerParts
  private let rawAdded: AddedTokenMatcher
  private let normalizedAdded: AddedTokenMatcher
  /// Each token's bytes within a stream, by id.
  private let tokenBytes: [[UInt8]]
  private let specialIDs: Set<Int32>
  private let encoding: BytePairEncoding

  /// Ids that end an answer.
  public let endIDs: Set<Int32>

  init(_ parts: TokenizerParts) throws(TokenizerError) {
    self.parts = parts
    rawAdded = try Self.matcher(parts, isNormalized: false)
    normalizedAdded = try Self.matcher(parts, isNormalized: true)
    encoding = try BytePairEncoding(parts, normalizedAdded)
    specialIDs = Set(parts.addedTokens.filter(\.isSpecial).map(\.id))
    endIDs = parts.chat.endIDs.union(EndTokens.ids(among: parts.addedTokens))
    tokenBytes = try Self.tokenBytes(parts)
  }

  private static func tokenBytes(_ parts: TokenizerParts) throws(TokenizerError) -> [[UInt8]] {
    var bytes: [[UInt8]] = []
    for piece in parts.pieces { bytes.append(try parts.decoder.bytes(of: piece ?? [])) }
    // An added token is written as it is, even where its characters look like byte-level ones.
    for token in parts.addedTokens { bytes[Int(token.id)] = Array(token.content.utf8) }
    return bytes
  }

  private static func matcher(_ parts: TokenizerParts, isNormalized: Bool) throws(TokenizerError) -> AddedTokenMatcher {
    let tokens = parts.addedTokens.filter { $0.isNormalized == isNormalized }
    var patterns: [[UInt8]] = []
    for token in tokens {
      let content = Array(token.content.utf8)
      patterns.append(isNormalized ? try parts.normalizer.normalize(content) : content)
    }
    return AddedTokenMatcher(tokens, patterns: patterns)
  }

  /// How many ids there are, from 0 on.
  public var vocabularySize: Int { parts.pieces.count }

  /// The chat template that comes with the tokenizer.
  public var chatTemplate: String? { parts.chat.template }

  /// Special tokens by the template variable that holds them: `bos_token`, `eos_token`, …
  public var specialTokens: [String: String] { parts.chat.specialTokens }

  /// The id of the token that the file writes as `piece`.
  public func id(of piece: String) -> Int32? {
    parts.addedTokens.first { $0.content == piece }?.id
      ?? parts.pieces.firstIndex { $0 == Array(piece.utf8) }.map(Int32.init)
  }

  /// The ids of `text`.
  ///
  /// - Parameters:
  ///   - addSpecial: whether the special tokens of the file's post-processor (beginning of text …) stand around it.
  ///   - parseSpecial: whether special tokens written in the text count as such; false for text that nobody vouches for.
  /// - Throws: ``TokenizerError/limit(_:)``.
  public func encode(_ text: String, addSpecial: Bool, parseSpecial: Bool = true) throws(TokenizerError) -> [Int32] {
    let ids = try encodeText(text, parseSpecial)
    return addSpecial ? parts.postProcessor.process(ids) : ids
  }

  /// The ids of a pair of texts, with or without the special tokens around and between them.
  public func encode(_ first: String, pairedWith second: String, addSpecial: Bool) throws(TokenizerError) -> [Int32] {
    let first = try encodeText(first, true)
    let second = try encodeText(second, true)
    return addSpecial ? parts.postProcessor.process(first, second) : first + second
  }

  /// The text of `ids`; ids outside the vocabulary are passed over, ill-formed bytes become U+FFFD.
  public func decode(_ ids: [Int32], skipSpecial: Bool) -> String {
    let pieces = ids.compactMap { id in
      skipSpecial && specialIDs.contains(id) || !parts.pieces.indices.contains(Int(id)) ? nil : parts.pieces[Int(id)]
    }
    let bytes = (try? parts.decoder.decode(pieces)) ?? []
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes of one token amid a stream, for ``StreamingDecoder``; none for special tokens and unknown ids.
  public func bytes(of id: Int32) -> [UInt8] { isSpecial(id) ? [] : bytesIncludingSpecial(of: id) }

  /// The bytes of one token amid a stream, of special tokens too.
  public func bytesIncludingSpecial(of id: Int32) -> [UInt8] {
    tokenBytes.indices.contains(Int(id)) ? tokenBytes[Int(id)] : []
  }

  /// Whether `id` is a control token, which answers do not show.
  public func isSpecial(_ id: Int32) -> Bool { specialIDs.contains(id) }

  /// `text` with a space inside every special token that is written in it, which makes that plain text.
  ///
  /// For text that goes into a template: a message that spells `<|im_end|>` would else end its turn and speak as another.
  /// Looked for byte by byte as ``encode(_:addSpecial:parseSpecial:)`` does, since a search by characters misses a token
  /// that a combining mark follows.
  public func disarmingSpecialTokens(in text: String) -> String {
    [rawAdded, normalizedAdded].reduce(text) { text, matcher in
      matcher.disarming(text) { $0.isSpecial && $0.content.unicodeScalars.count > 1 }
    }
  }

  private func encodeText(_ text: String, _ parseSpecial: Bool) throws(TokenizerError) -> [Int32] {
    let bytes = text.utf8.span
    guard bytes.count <= Self.textByteCountMax else { throw .limit("text over \(Self.textByteCountMax >> 20) MiB") }
    return try encoding.tables.withEncoder { (encoder) throws(TokenizerError) in
      for part in rawAdded.parts(of: bytes, in: 0..<bytes.count, parsesSpecial: parseSpecial) {
        switch part {
        case .token(let id): encoder.append(id)
        case .text(let range): try encoding.encode(bytes, range, parsesSpecial: parseSpecial, &encoder)
        }
      }
      return encoder.ids
    }
  }
}
