/// A number or code with other digits and letters; its punctuation, length and capitals stay.
enum CodeLikeness {
  /// Digits and letters below which a code may be anything.
  private static let charactersMin = 4

  static func make(_ text: String, _ random: inout DerivedRandom) -> String? {
    let characters = Array(text.utf8)
    let changed = characters.filter { $0.isASCIIDigit || $0.isASCIILetter }
    // A code without any digit reads as a word.
    guard changed.count >= charactersMin, changed.contains(where: \.isASCIIDigit) else { return nil }
    return String(decoding: characters.map { other($0, &random) }, as: UTF8.self)
  }

  /// Another character of the same class; a digit other than 0 stays one, so that a number keeps its length.
  static func other(_ character: UInt8, _ random: inout DerivedRandom) -> UInt8 {
    switch character {
    case UInt8(ascii: "0"): UInt8.random(in: UInt8(ascii: "0")...UInt8(ascii: "9"), using: &random)
    case UInt8(ascii: "1")...UInt8(ascii: "9"): UInt8.random(in: UInt8(ascii: "1")...UInt8(ascii: "9"), using: &random)
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "z"), using: &random)
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8.random(in: UInt8(ascii: "A")...UInt8(ascii: "Z"), using: &random)
    default: character
    }
  }

  /// `text` with its digits replaced in order; nil when there are not as many.
  static func withDigits(_ digits: [Int], in text: String) -> String? {
    var rest = digits[...]
    var out: [UInt8] = []
    for byte in text.utf8 {
      guard byte.isASCIIDigit else {
        out.append(byte)
        continue
      }
      guard let digit = rest.popFirst() else { return nil }
      out.append(UInt8(ascii: "0") + UInt8(digit))
    }
    return rest.isEmpty ? String(decoding: out, as: UTF8.self) : nil
  }

  static func digits(of text: String) -> [Int] { text.utf8.filter(\.isASCIIDigit).map(\.digitValue) }

  static func digits(_ count: Int, _ random: inout DerivedRandom) -> [Int] {
    (0..<count).map { _ in Int.random(in: 0...9, using: &random) }
  }
}

/// Another age of the same decade; all of 90 and more are one.
enum AgeLikeness {
  static func make(_ text: String, _ random: inout DerivedRandom) -> String? {
    let digits = CodeLikeness.digits(of: text)
    guard let age = Int(digits.map(String.init).joined()), (10...129).contains(age) else { return nil }
    let decade = min(90, age / 10 * 10)
    let other = decade + Int.random(in: 0...9, using: &random)
    return CodeLikeness.withDigits(String(other).compactMap(\.wholeNumberValue), in: text)
  }
}
