/// The numbers that stand at the edges of an address: the house before a street that was found by its name, and the
/// postcode after a town or a country.
enum AddressNumbers {
  /// The same spans, each place with the numbers that belong to it. `spans` are in the order of the text and apart.
  static func widened(_ spans: [Candidate], in text: NormalisedText) -> [Candidate] {
    var found: [Candidate] = []
    for index in spans.indices {
      let floor = found.last?.range.upperBound ?? 0
      let limit = index + 1 < spans.count ? spans[index + 1].range.lowerBound : text.bytes.count
      var span = spans[index]
      if span.kind == .location {
        span.range =
          houseStart(
            span.range, floor, text)..<(span.range.upperBound
          + postcodeLength(text.bytes[span.range.upperBound..<limit]))
      }
      found.append(span)
    }
    return found
  }

  /// Digits of the longest house number, and of the shortest and the longest postcode.
  private static let houseDigitsMax = 6
  private static let postcodeDigits = 4...6

  /// "114 " before a place that has a number itself: a street with its house, not "300 Paris" nor "in 1950 Rome".
  private static func houseStart(_ range: Range<Int>, _ floor: Int, _ text: NormalisedText) -> Int {
    guard text.bytes[range].contains(where: \.isASCIIDigit) else { return range.lowerBound }
    let before = text.bytes[floor..<range.lowerBound]
    guard before.last == 0x20 else { return range.lowerBound }
    let digits = before.dropLast().reversed().prefix(while: \.isASCIIDigit).count
    guard (1...houseDigitsMax).contains(digits) else { return range.lowerBound }
    let start = range.lowerBound - 1 - digits
    let isWhole = !text.hasWord(endingAt: start) && (start == floor || text.bytes[start - 1] != UInt8(ascii: "."))
    return isWhole ? start : range.lowerBound
  }

  /// Bytes of " 23221" or ", 90-210" after a place, when the line or the sentence ends there; 0 when there is none.
  private static func postcodeLength(_ bytes: ArraySlice<UInt8>) -> Int {
    let blanks = bytes.prefix { $0 == 0x20 || $0 == UInt8(ascii: ",") }
    guard (1...2).contains(blanks.count), blanks.last == 0x20 else { return 0 }
    let code = bytes.dropFirst(blanks.count).prefix { $0.isASCIIDigit || $0 == UInt8(ascii: "-") }
    let digits = code.filter(\.isASCIIDigit)
    guard postcodeDigits.contains(digits.count), code.last?.isASCIIDigit == true, !isYear(digits) else { return 0 }
    let next = bytes.dropFirst(blanks.count + code.count).first
    let isEnd = next == nil || next == 0x0a || next == UInt8(ascii: ",") || next == UInt8(ascii: ".")
    return isEnd ? blanks.count + code.count : 0
  }

  private static func isYear(_ digits: [UInt8]) -> Bool {
    digits.count == 4 && (digits.starts(with: "19".utf8) || digits.starts(with: "20".utf8))
  }
}
