/// A set of words, asked with bytes of a text, ASCII letters in either case. Words in the source are apart by spaces.
struct WordSet: Sendable {
  private let hashes: Set<UInt64>

  init(_ words: String) { hashes = Set(words.split(whereSeparator: \.isWhitespace).map { Self.hash($0.utf8) }) }

  /// Entries of several words, apart by commas.
  init(phrases: String) {
    let entries = phrases.split(separator: ",").map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    hashes = Set(entries.map { Self.hash($0.utf8) })
  }

  func contains(hash: UInt64) -> Bool { hashes.contains(hash) }
  func contains(_ word: some Sequence<UInt8>) -> Bool { hashes.contains(Self.hash(word)) }

  /// FNV-1a, 64 bits: with some thousand words a collision is a matter of 1 in 10^15.
  static func hash(_ word: some Sequence<UInt8>) -> UInt64 {
    word.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1.asciiLowercased)) &* 0x100_0000_01b3 }
  }
}
