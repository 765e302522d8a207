import Foundation
import TestSupport
import Testing

@testable @_spi(Identified) import Deidentification

/// Texts that are put together from identifiers, disguises, structure and scalars of all planes, and then broken.
@Suite struct StructureFuzzTests {
  private static let seed: UInt64 = 20_270_414

  @Test("no crash; spans lie in the text, on scalars, in order, without overlap; and the text can be restored")
  func invariants() throws {
    var generator = SeededGenerator(seed: Self.seed)
    for number in 0..<1500 {
      let text = StructuredText.make(&generator)
      var map = SurrogateMap()
      let result = try deidentifier.deidentify(IdentifiedText(text), into: &map)
      let hint: Comment = "seed \(Self.seed), text \(number): \(text.debugDescription)"
      #expect(restored(result.text.value, map) == text, hint)
      var last = 0
      for span in result.spans {
        #expect(span.range.lowerBound >= last && !span.range.isEmpty, hint)
        last = span.range.upperBound
      }
      #expect(last <= text.unicodeScalars.count, hint)
    }
  }

  @Test("every detector proposes ranges that lie in the text and on scalars")
  func candidates() throws {
    var generator = SeededGenerator(seed: Self.seed + 1)
    let patterns = try PatternDetector(Recognizer.all)
    for number in 0..<800 {
      let text = NormalisedText(StructuredText.make(&generator))
      let found =
        try patterns.candidates(in: text) + CheckedNumberDetector.candidates(in: text)
        + FieldDetector.candidates(in: text) + DisguiseDetector(patterns: patterns).candidates(in: text)
      for candidate in found {
        #expect(isOnScalars(candidate.range, text.bytes), "seed \(Self.seed + 1), text \(number): \(candidate)")
      }
    }
  }

  private func isOnScalars(_ range: Range<Int>, _ bytes: [UInt8]) -> Bool {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count, !range.isEmpty else { return false }
    let isEnd = range.upperBound == bytes.count || bytes[range.upperBound] & 0xc0 != 0x80
    return bytes[range.lowerBound] & 0xc0 != 0x80 && isEnd
  }
}

enum StructuredText {
  private static let fragments = [
    "{\"patient\":\"", "\",\"dob\":", "\n", ",", "|", "PID|1||", "^^^", "<name>", "</name>", "<family value=\"", "ssn=",
    "&",
    "%", "%4", "%E7%8E", "&#", "&#64;", "&#x110000;", "&#xD800;", "\\u", "\\uD83D", "\\x4", "=", "==", " at ",
    " dot com",
    "one two three ", "double ", "三百零", "〇", "幺", "万", "0x", "bc1q", "eyJ", "-----BEGIN RSA PRIVATE KEY-----", "IBAN ",
    "GB82 ",
    "姓名：", "身份证号", "出生于", "password: ", "1.1.1", "1/2/3", "---", "··", "①②③", "٣", "𝟘", "𝐚", "а", "ο", "\u{336}",
    "[NAME_1]", "[",
    "a,b\n1,2\n", "name,dob\n", "\"", "'", "姓名\t电话\n", "24:00", "31 February", "99/99/9999", "+", "(0)", "°", "N", "'s",
  ]

  static func make(_ generator: inout SeededGenerator) -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 1...12, using: &generator) { scalars += part(&generator).unicodeScalars }
    var list = Array(scalars)
    for _ in 0..<Int.random(in: 0...8, using: &generator) { mutate(&list, &generator) }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: list)
    return String(view)
  }

  private static func part(_ generator: inout SeededGenerator) -> String {
    switch Int.random(in: 0...4, using: &generator) {
    case 0:
      let disguise = Disguise.allCases.randomElement(using: &generator)!
      return disguise.apply(to: KnownIdentifier.make(&generator), &generator)
    case 1: return String(anyScalar(&generator))
    case 2: return RandomText.make(&generator)
    default: return fragments.randomElement(using: &generator)!
    }
  }

  /// Of any plane; surrogates are no scalars.
  private static func anyScalar(_ generator: inout SeededGenerator) -> Unicode.Scalar {
    let plane = UInt32.random(in: 0...16, using: &generator)
    let value = plane << 16 | UInt32.random(in: 0...0xffff, using: &generator)
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  private static func mutate(_ scalars: inout [Unicode.Scalar], _ generator: inout SeededGenerator) {
    guard !scalars.isEmpty else { return }
    let index = Int.random(in: 0..<scalars.count, using: &generator)
    let end = min(scalars.count, index + Int.random(in: 1...9, using: &generator))
    switch Int.random(in: 0...4, using: &generator) {
    case 0: scalars.remove(at: index)
    case 1: scalars.insert(anyScalar(&generator), at: index)
    case 2: scalars.insert(contentsOf: scalars[index..<end], at: Int.random(in: 0...scalars.count, using: &generator))
    case 3: scalars.swapAt(index, Int.random(in: 0..<scalars.count, using: &generator))
    default: scalars.removeSubrange(index..<end)
    }
  }
}
