/// Some words, searched together in a short stretch of text, ASCII letters in either case.
struct WordSearch: Sendable {
  /// The words by their first byte, in lower case.
  private let byFirst: [[[UInt8]]]
  private let isEmpty: Bool

  init(_ words: [String]) {
    isEmpty = words.isEmpty
    var byFirst = [[[UInt8]]](repeating: [], count: words.isEmpty ? 0 : 256)
    for word in words.map({ Array($0.lowercased().utf8) }) where !word.isEmpty { byFirst[Int(word[0])].append(word) }
    self.byFirst = byFirst
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
    range.contains { start in
      byFirst[Int(bytes[start].asciiLowercased)].contains { word in
        start + word.count <= range.upperBound
          && word.indices.allSatisfy { bytes[start + $0].asciiLowercased == word[$0] }
      }
    }
  }
}
