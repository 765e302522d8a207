/// Numbers, alone and in chains.
extension AnchorScanner {
  mutating func takeNumber(at start: Int) -> Int {
    var end = start + 1
    while end < bytes.count, bytes[end].isASCIIDigit { end += 1 }
    chain.take(start..<end, bytes)
    token.hasDigit = true
    addNumber(start..<end)
    return end
  }

  private mutating func addNumber(_ number: Range<Int>) {
    if isHighAge(number) { add(.highAge, number) }
    if isHouseNumber(number) { add(.houseNumber, number) }
    if isOrdinal(number.upperBound) { add(.ordinal, number) }
    if followsStreet(number.lowerBound) { add(.numberAfterStreet, number) }
  }

  private func isHighAge(_ number: Range<Int>) -> Bool {
    let first = bytes[number.lowerBound]
    if number.count == 2 { return first == UInt8(ascii: "9") }
    return number.count == 3 && first == UInt8(ascii: "1") && bytes[number.lowerBound + 1] < UInt8(ascii: "3")
  }

  /// "12 Elm", "12B, Elm", "12-14 Elm", "12 3rd".
  private func isHouseNumber(_ number: Range<Int>) -> Bool {
    var end = number.upperBound
    if end < bytes.count, bytes[end].isASCIILetter { end += 1 }
    if end < bytes.count, bytes[end] == UInt8(ascii: ",") { end += 1 }
    guard number.count <= 6, end + 1 < bytes.count, bytes[end] == 0x20 else { return false }
    let next = bytes[end + 1]
    return next.isASCIIUppercase || next.isASCIIDigit || next >= 0xc3
  }

  private func isOrdinal(_ end: Int) -> Bool {
    guard end + 1 < bytes.count else { return false }
    switch (bytes[end] | 0x20, bytes[end + 1] | 0x20) {
    case (UInt8(ascii: "t"), UInt8(ascii: "h")), (UInt8(ascii: "s"), UInt8(ascii: "t")),
      (UInt8(ascii: "n"), UInt8(ascii: "d")), (UInt8(ascii: "r"), UInt8(ascii: "d")):
      return true
    default: return false
    }
  }

  /// Letters of the longest street's name that ends with its kind.
  private static let nameBytesMax = 40

  private func followsStreet(_ start: Int) -> Bool {
    var index = start
    while index > 0, start - index < 3, isBeforeNumber(bytes[index - 1]) { index -= 1 }
    guard index < start, index > 1, endsStreet(bytes[index - 2], bytes[index - 1]) else { return false }
    let end = index
    while index > 0, end - index < Self.nameBytesMax, bytes[index - 1].isASCIILetter || bytes[index - 1] >= 0x80 {
      index -= 1
      // The lead byte of a letter beyond ASCII may be a capital's.
      if bytes[index].isASCIIUppercase || bytes[index] >= 0xc3 && bytes[index] < 0xe0 { return true }
    }
    return false
  }

  private func isBeforeNumber(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "#")
  }

  /// Whether two bytes end a word for a street or a flat: "strasse", "str", "gata", "gatan", "gate", "vej", "vägen",
  /// "veien", "weg", "laan", "straat", "gade", "utca", "katu", "tie", "plein", "allee", "platz", "ring", "dreef", "apt",
  /// "apartment", "suite", "flat".
  private func endsStreet(_ first: UInt8, _ second: UInt8) -> Bool {
    switch (first | 0x20, second | 0x20) {
    case (UInt8(ascii: "s"), UInt8(ascii: "e")), (UInt8(ascii: "t"), UInt8(ascii: "r")),
      (UInt8(ascii: "t"), UInt8(ascii: "a")), (UInt8(ascii: "a"), UInt8(ascii: "n")),
      (UInt8(ascii: "t"), UInt8(ascii: "e")), (UInt8(ascii: "e"), UInt8(ascii: "j")),
      (UInt8(ascii: "e"), UInt8(ascii: "n")), (UInt8(ascii: "e"), UInt8(ascii: "g")),
      (UInt8(ascii: "a"), UInt8(ascii: "t")), (UInt8(ascii: "d"), UInt8(ascii: "e")),
      (UInt8(ascii: "c"), UInt8(ascii: "a")), (UInt8(ascii: "t"), UInt8(ascii: "u")),
      (UInt8(ascii: "i"), UInt8(ascii: "e")), (UInt8(ascii: "i"), UInt8(ascii: "n")),
      (UInt8(ascii: "e"), UInt8(ascii: "e")), (UInt8(ascii: "t"), UInt8(ascii: "z")),
      (UInt8(ascii: "n"), UInt8(ascii: "g")), (UInt8(ascii: "e"), UInt8(ascii: "f")),
      (UInt8(ascii: "p"), UInt8(ascii: "t")), (UInt8(ascii: "n"), UInt8(ascii: "t")):
      return true
    // The last byte of "ß".
    default: return first == 0x9f && second | 0x20 == UInt8(ascii: "e")
    }
  }

  mutating func endChain() {
    guard chain.digits > 0 else { return }
    let range = chain.start..<chain.end
    if chain.digits >= 4 { add(.digits4, range) }
    if chain.digits >= 7 { add(.digits7, range) }
    if chain.isDate { add(.date, range) }
    chain = DigitChain()
  }
}

/// Digits with nothing but signs between them.
struct DigitChain {
  var start = 0
  var end = 0
  var digits = 0
  var isDate = false

  mutating func take(_ number: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) {
    if digits == 0 { start = number.lowerBound }
    if number.count >= 8 || digits > 0 && hasDateSign(end..<number.lowerBound, bytes) { isDate = true }
    digits += number.count
    end = number.upperBound
  }

  /// One dash, slash or point, perhaps between spaces.
  private func hasDateSign(_ gap: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    gap.count <= 3
      && gap.contains {
        bytes[$0] == UInt8(ascii: "-") || bytes[$0] == UInt8(ascii: "/") || bytes[$0] == UInt8(ascii: ".")
      }
  }
}
