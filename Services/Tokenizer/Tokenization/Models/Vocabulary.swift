/// Tokens as byte strings, both ways: one arena of bytes, and a hash table of ids.
struct Vocabulary: Sendable {
  /// Ids of one vocabulary; the largest published one has 262,144.
  static let countMax = 1 << 22

  private var arena: [UInt8] = []
  private var starts: [Int] = [0]
  /// Open addressing, at most half full; -1 is free.
  private var slots: [Int32]

  /// Takes the tokens in the order of their ids; nil is an id that no text can reach.
  ///
  /// - Throws: ``TokenizerError/malformed(_:)`` when two ids have the same bytes.
  init(_ tokens: [[UInt8]?]) throws(TokenizerError) {
    guard tokens.count <= Self.countMax else { throw .limit("vocabulary of more than \(Self.countMax) tokens") }
    var slotCount = 16
    while slotCount < tokens.count * 2 { slotCount *= 2 }
    slots = [Int32](repeating: -1, count: slotCount)
    for (id, token) in tokens.enumerated() {
      arena += token ?? []
      starts.append(arena.count)
      if let token, !token.isEmpty { try insert(Int32(id), token) }
    }
  }

  var count: Int { starts.count - 1 }

  /// The bytes of a token that text can reach; empty for others.
  func bytes(of id: Int32) -> ArraySlice<UInt8> { arena[starts[Int(id)]..<starts[Int(id) + 1]] }

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
    let first = starts[Int(id)]
    guard starts[Int(id) + 1] - first == end - start else { return false }
    for offset in 0..<(end - start) where arena[first + offset] != text[start + offset] { return false }
    return true
  }

  private mutating func insert(_ id: Int32, _ token: [UInt8]) throws(TokenizerError) {
    var slot = Self.hash(token.span, 0, token.count) & (slots.count - 1)
    while slots[slot] >= 0 {
      if isEqual(slots[slot], token.span, 0, token.count) {
        throw .malformed("ids \(slots[slot]) and \(id) are the same token")
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = id
  }

  /// FNV-1a, folded so that the low bits depend on all bytes.
  private static func hash(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in start..<end { hash = (hash ^ UInt64(text[index])) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7fff_ffff)
  }
}
