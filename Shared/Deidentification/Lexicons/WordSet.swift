/// A set of words, asked with bytes of a text, ASCII letters in either case. Words in the source are apart by spaces.
struct WordSet: Sendable {
  /// Open addressing by the hash itself, at most half full; 0 is empty. Faster than `Set`, which would hash the hash.
  private let slots: [UInt64]

  init(_ words: String) { self.init(hashes: Self.hashes(words, isApart: { $0 <= 0x20 })) }

  /// Entries of several words, apart by commas.
  init(phrases: String) { self.init(hashes: Self.hashes(phrases, isApart: { $0 == UInt8(ascii: ",") })) }

  private init(hashes: [UInt64]) {
    var count = 4
    while count < hashes.count * 2 { count *= 2 }
    var slots = [UInt64](repeating: 0, count: count)
    for hash in hashes { slots[Self.slot(of: hash, in: slots)] = hash }
    self.slots = slots
  }

  /// Of the words, in order.
  var hashes: some Sequence<UInt64> { slots.lazy.filter { $0 != 0 } }

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
  static func hash(_ word: some Sequence<UInt8>) -> UInt64 { word.reduce(hashStart) { hash($0, adding: $1) } }

  static let hashStart: UInt64 = 0xcbf2_9ce4_8422_2325

  @inline(__always)
  static func hash(_ hash: UInt64, adding byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte.asciiLowercased)) &* 0x100_0000_01b3
  }

  /// As ``hash(_:adding:)`` for a letter of ASCII.
  @inline(__always)
  static func hash(_ hash: UInt64, addingLetter byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte | 0x20)) &* 0x100_0000_01b3
  }

  /// In one pass over the source, as thousands of words are read when a process starts. White space within an entry is
  /// one space.
  private static func hashes(_ text: String, isApart: (UInt8) -> Bool) -> [UInt64] {
    var hashes: [UInt64] = []
    var current = hashStart
    var isSpaced = false
    for byte in text.utf8 {
      if isApart(byte) {
        if current != hashStart { hashes.append(current) }
        (current, isSpaced) = (hashStart, false)
      } else if byte <= 0x20 {
        isSpaced = true
      } else {
        if isSpaced, current != hashStart { current = hash(current, adding: 0x20) }
        isSpaced = false
        current = hash(current, adding: byte)
      }
    }
    return current == hashStart ? hashes : hashes + [current]
  }
}
