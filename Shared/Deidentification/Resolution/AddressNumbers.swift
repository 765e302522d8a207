/// The numbers that stand at the edges of an address: the house before or behind a street that was found by its name, and
/// the postcode after a town or a country.
enum AddressNumbers {
  /// The same spans, each place with the numbers that belong to it. `spans` are in the order of the text and apart.
  static func widened(_ spans: [Candidate], in text: NormalisedText) -> [Candidate] {
    var found: [Candidate] = []
    found.reserveCapacity(spans.count)
    for index in spans.indices {
      let floor = found.last?.range.upperBound ?? 0
      let limit = index + 1 < spans.count ? spans[index + 1].range.lowerBound : text.bytes.count
      var span = spans[index]
      if span.kind == .location {
        let rest = text.bytes[span.range.upperBound..<limit]
        let place = text.bytes[span.range]
        let length = max(postcodeLength(rest, behind: place), houseLength(rest, behind: place))
        span.range = houseStart(span.range, floor, text)..<span.range.upperBound + length
      } else if span.kind == .name, isPlaced(span.range, text) {
        let length = houseLength(text.bytes[span.range.upperBound..<limit], behind: text.bytes[span.range])
        if length > 2 { (span.kind, span.range) = (.location, span.range.lowerBound..<span.range.upperBound + length) }
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

  /// "on Joaquim Nabuco": streets are named after people, and nobody stands on one.
  private static func isPlaced(_ range: Range<Int>, _ text: NormalisedText) -> Bool {
    [" on ", "side of "].contains { text.bytes[..<range.lowerBound].suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  /// Bytes of " 188" behind a street of several words without a number, as most of Europe and South America write it, when
  /// the line, the sentence or the clause ends there; 0 when there is none.
  private static func houseLength(_ bytes: ArraySlice<UInt8>, behind place: ArraySlice<UInt8>) -> Int {
    let last = place.reversed().prefix { $0 != 0x20 }
    guard bytes.first == 0x20, place.contains(0x20), !last.contains(where: \.isASCIIDigit) else { return 0 }
    let digits = bytes.dropFirst().prefix(while: \.isASCIIDigit)
    guard (1...4).contains(digits.count), !isYear(Array(digits)) else { return 0 }
    let rest = bytes[digits.endIndex...]
    let isEnd = rest.isEmpty || rest.first == 0x0a || [",", ". ", ".\n", "?"].contains { rest.starts(with: $0.utf8) }
    return isEnd || rest.elementsEqual(".".utf8) ? 1 + digits.count : 0
  }

  /// Bytes of " 23221", ", 90-210" or ", RS 24893" after a place, when the line or the sentence ends there, and of a
  /// postcode in the line below an address; 0 when there is none.
  private static func postcodeLength(_ bytes: ArraySlice<UInt8>, behind place: ArraySlice<UInt8>) -> Int {
    let blanks = bytes.prefix { $0 == 0x20 || $0 == 0x0a || $0 == UInt8(ascii: ",") }
    let isBelow = blanks.contains(0x0a)
    guard (1...(isBelow ? blanksMax : 2)).contains(blanks.count), blanks.last != UInt8(ascii: ",") else { return 0 }
    if isBelow, !place.contains(where: \.isASCIIDigit) { return 0 }
    let region = regionLength(bytes.dropFirst(blanks.count))
    let code = bytes.dropFirst(blanks.count + region).prefix { $0.isASCIIDigit || $0 == UInt8(ascii: "-") }
    let digits = code.filter(\.isASCIIDigit)
    guard postcodeDigits.contains(digits.count), code.last?.isASCIIDigit == true, !isYear(digits) else { return 0 }
    let next = bytes.dropFirst(blanks.count + region + code.count).first
    let isEnd = next == nil || next == 0x0a || !isBelow && (next == UInt8(ascii: ",") || next == UInt8(ascii: "."))
    return isEnd ? blanks.count + region + code.count : 0
  }

  /// Bytes between an address and the line below it.
  private static let blanksMax = 12

  /// Bytes of "RS ", a region before the postcode.
  private static func regionLength(_ bytes: ArraySlice<UInt8>) -> Int {
    let letters = bytes.prefix(while: \.isASCIIUppercase).count
    return letters == 2 && bytes.dropFirst(2).first == 0x20 ? 3 : 0
  }

  private static func isYear(_ digits: [UInt8]) -> Bool {
    digits.count == 4 && (digits.starts(with: "19".utf8) || digits.starts(with: "20".utf8))
  }
}
