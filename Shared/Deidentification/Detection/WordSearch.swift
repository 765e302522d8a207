/// Some words, searched together in a short stretch of text, ASCII letters in either case.
struct WordSearch: Sendable {
  /// The words by their first byte, in lower case.
  private let byFirst: [[[UInt8]]]
  private let isEmpty: Bool
  /// What the words begin with, a bit for the hash of two bytes: most places of a text begin none.
  private let beginnings: UInt64

  init(_ words: [String]) {
    let words = words.map { Array($0.lowercased().utf8) }.filter { !$0.isEmpty }
    isEmpty = words.isEmpty
    var byFirst = [[[UInt8]]](repeating: [], count: words.isEmpty ? 0 : 256)
    for word in words { byFirst[Int(word[0])].append(word) }
    self.byFirst = byFirst
    beginnings = words.reduce(0) { $1.count < 2 ? .max : $0 | Self.bit($1[0], $1[1]) }
  }

  /// Whether one of the words stands in the `reach` bytes before or after the identifier.
  func occurs(around evidence: Evidence, within reach: Int) -> Bool {
    guard !isEmpty else { return false }
    let bytes = evidence.text.bytes
    let range = evidence.range
    return occurs(in: bytes, max(0, range.lowerBound - reach)..<range.lowerBound)
      || occurs(in: bytes, range.upperBound..<min(bytes.count, range.upperBound + reach))
  }

  /// O(range × words that begin with the same byte).
  func occurs(in bytes: [UInt8], _ range: Range<Int>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      let bytes = bytes.extracting(range)
      return bytes.indices.contains { start in
        let next = start + 1 < bytes.count ? bytes[start + 1] : 0
        return beginnings & Self.bit(bytes[start], next) != 0
          && byFirst[Int(bytes[start].asciiLowercased)].contains { Self.stands($0, at: start, bytes) }
      }
    }
  }

  private static func stands(_ word: [UInt8], at start: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    start + word.count <= bytes.count && word.indices.allSatisfy { bytes[start + $0].asciiLowercased == word[$0] }
  }

  @inline(__always)
  private static func bit(_ first: UInt8, _ second: UInt8) -> UInt64 {
    1 << UInt64((first.asciiLowercased &* 31 &+ second.asciiLowercased) & 63)
  }
}
