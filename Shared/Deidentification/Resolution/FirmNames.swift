/// A line of nothing but surnames with "and" before the last is the name of a firm: "Tilden, Hall and Osgood".
///
/// The names alone are found as people; as one organisation the line keeps what it stands for in a letter's head.
enum FirmNames {
  /// The same spans, those of each such line made one. `spans` are in the order of the text and apart.
  static func joined(_ spans: [Candidate], in text: NormalisedText) -> [Candidate] {
    var found: [Candidate] = []
    found.reserveCapacity(spans.count)
    var index = 0
    while index < spans.count {
      let count = lineCount(spans[index...], in: text)
      if count > 1 {
        let range = spans[index].range.lowerBound..<spans[index + count - 1].range.upperBound
        found.append(Candidate(range: range, kind: .organisation, score: 0.8, recognizer: "firm-names"))
      } else {
        found.append(spans[index])
      }
      index += max(count, 1)
    }
    return found
  }

  /// How many spans, from the first on, make up a line as such a name; 0 when they do not.
  private static func lineCount(_ spans: ArraySlice<Candidate>, in text: NormalisedText) -> Int {
    guard let first = spans.first, isNamed(first), isLineStart(first.range.lowerBound, text) else { return 0 }
    var (index, hasAnd, hasComma) = (spans.startIndex, false, text.bytes[first.range].contains(UInt8(ascii: ",")))
    while index + 1 < spans.endIndex, isNamed(spans[index + 1]) {
      let gap = text.bytes[spans[index].range.upperBound..<spans[index + 1].range.lowerBound]
      if gap.elementsEqual(", ".utf8) {
        hasComma = true
      } else if gap.elementsEqual(" and ".utf8) || gap.elementsEqual(" & ".utf8) || gap.elementsEqual(", and ".utf8) {
        hasAnd = true
      } else {
        break
      }
      index += 1
    }
    let end = spans[index].range.upperBound
    let isLineEnd = end == text.bytes.count || text.bytes[end] == 0x0a
    return hasAnd && hasComma && isLineEnd ? index - spans.startIndex + 1 : 0
  }

  private static func isNamed(_ span: Candidate) -> Bool { span.kind == .name || span.kind == .organisation }

  /// Signs of a quotation or a list may stand before it.
  private static func isLineStart(_ index: Int, _ text: NormalisedText) -> Bool {
    let before = text.bytes[..<index].suffix(signsMax + 1).reversed().prefix { $0 != 0x0a }
    return before.count <= signsMax && !before.contains { $0.isASCIILetter || $0.isASCIIDigit || $0 >= 0x80 }
  }

  private static let signsMax = 8
}
