/// Tokens as byte strings, both ways: their bytes, and a hash table of ids.
struct Vocabulary: Sendable {
  /// Ids of one vocabulary; the largest published one has 262,144.
  static let countMax = 1 << 22

  /// The tokens by id; absent is an id that no text can reach.
  let tokens: ByteStrings
  /// Open addressing, at most half full; -1 is free.
  private var slots: [Int32]

  /// Takes the tokens in the order of their ids; nil is an id that no text can reach.
  ///
  /// - Throws: ``TokenizerError/malformed(_:)`` when two ids have the same bytes.
  init(_ tokens: [[UInt8]?]) throws(TokenizerError) { try self.init(ByteStrings(tokens)) }

  /// - Throws: ``TokenizerError/malformed(_:)`` when two ids have the same bytes.
  init(_ tokens: ByteStrings) throws(TokenizerError) {
    guard tokens.count <= Self.countMax else { throw .limit("vocabulary of more than \(Self.countMax) tokens") }
    self.init(distinct: tokens)
    for id in 0..<tokens.count {
      guard let range = tokens.range(id), !range.isEmpty else { continue }
      let first = tokens.arena.withValues { self.id(of: $0.span, from: range.lowerBound, to: range.upperBound) }
      if let first, first != id { throw .malformed("ids \(first) and \(id) are the same token") }
    }
  }

  /// Takes tokens that are known to differ; of equal ones the first counts.
  init(distinct tokens: ByteStrings) {
    self.tokens = tokens
    var slotCount = 16
    while slotCount < tokens.count * 2 { slotCount *= 2 }
    var slots = [Int32](repeating: -1, count: slotCount)
    tokens.arena.withValues { arena in
      let bytes = arena.span
      for id in 0..<tokens.count {
        guard let range = tokens.range(id), !range.isEmpty else { continue }
        var slot = Self.hash(bytes, range.lowerBound, range.upperBound) & (slotCount - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slotCount - 1) }
        slots[slot] = Int32(id)
      }
    }
    self.slots = slots
  }

  var count: Int { tokens.count }

  /// The bytes of a token that text can reach; empty for others.
  func bytes(of id: Int32) -> [UInt8] { tokens[Int(id)] ?? [] }

  /// The id of a token.
  func id(of token: [UInt8]) -> Int32? { id(of: token.span, from: 0, to: token.count) }

  /// The id of the token that `text[start..<end]` is.
  func id(of text: Span<UInt8>, from start: Int, to end: Int) -> Int32? {
    var slot = Self.hash(text, start, end) & (slots.count - 1)
    while slots[slot] >= 0 {
      let id = slots[slot]
      if isEqual(id, text, start, end) { return id }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func isEqual(_ id: Int32, _ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard let range = tokens.range(Int(id)), range.count == end - start else { return false }
    return tokens.arena.withValues { arena in
      for offset in 0..<range.count where arena[range.lowerBound + offset] != text[start + offset] { return false }
      return true
    }
  }

  /// FNV-1a, folded so that the low bits depend on all bytes.
  private static func hash(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in start..<end { hash = (hash ^ UInt64(text[index])) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7fff_ffff)
  }
}
