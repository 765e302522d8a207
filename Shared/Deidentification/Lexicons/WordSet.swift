/// A set of words, asked with bytes of a text, ASCII letters in either case. Words in the source are apart by spaces.
struct WordSet: Sendable {
  /// Open addressing by the hash itself, at most half full; 0 is empty. Faster than `Set`, which would hash the hash.
  private let slots: [UInt64]

  init(_ words: String) { self.init(hashes: words.split(whereSeparator: \.isWhitespace).map { Self.hash($0.utf8) }) }

  /// Entries of several words, apart by commas.
  init(phrases: String) {
    let entries = phrases.split(separator: ",").map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    self.init(hashes: entries.map { Self.hash($0.utf8) })
  }

  private init(hashes: [UInt64]) {
    var count = 4
    while count < hashes.count * 2 { count *= 2 }
    var slots = [UInt64](repeating: 0, count: count)
    for hash in hashes { slots[Self.slot(of: hash, in: slots)] = hash }
    self.slots = slots
  }

  /// Where the hash stands, or the empty slot where it would.
  private static func slot(of hash: UInt64, in slots: [UInt64]) -> Int {
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash >> 32) & mask
    while slots[index] != 0, slots[index] != hash { index = (index + 1) & mask }
    return index
  }

  func contains(hash: UInt64) -> Bool { slots[Self.slot(of: hash, in: slots)] == hash }
  func contains(_ word: some Sequence<UInt8>) -> Bool { contains(hash: Self.hash(word)) }

  /// FNV-1a, 64 bits: with some thousand words a collision is a matter of 1 in 10^15.
  static func hash(_ word: some Sequence<UInt8>) -> UInt64 {
    word.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1.asciiLowercased)) &* 0x100_0000_01b3 }
  }
}
