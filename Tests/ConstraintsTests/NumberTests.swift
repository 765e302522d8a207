import TestSupport
import Testing

@testable import Constraints

/// Numbers with bounds and divisors, against arithmetic in hundredths.
struct NumberTests {
  @Test(arguments: 0..<40) func `a text is taken just where its number is in range`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed)), work = Work()
    for _ in 0..<10 {
      let isInteger = random.chance(0.4),
        divisor = random.chance(0.4) ? [25, 50, 100, 300, 700].randomElement(using: &random)! : nil
      let lower = random.chance(0.6) ? Int.random(in: -2_000...2_000, using: &random) : nil
      let upper = random.chance(0.6) ? Int.random(in: -2_000...2_000, using: &random) : nil
      let excludes = (lower: random.chance(0.5), upper: random.chance(0.5))
      var keywords = SchemaNode.NumberKeywords()
      lower.map { keywords.raise(to: .init(value: Self.number($0), isExclusive: excludes.lower)) }
      upper.map { keywords.lower(to: .init(value: Self.number($0), isExclusive: excludes.upper)) }
      keywords.divisors = divisor.map { [Self.number($0)] } ?? []
      let automaton = try NumberAutomaton(.init(isInteger: isInteger, keywords: keywords, place: "#"), &work)
      let wrong = (-2_200...2_200).filter { value in
        let isIn =
          (lower.map { value > $0 || (value == $0 && !excludes.lower) } ?? true)
          && (upper.map { value < $0 || (value == $0 && !excludes.upper) } ?? true)
          && (divisor.map { value % $0 == 0 } ?? true) && (!isInteger || value % 100 == 0)
        return automaton.accepts(Self.number(value).text) != isIn
      }
      #expect(wrong.isEmpty, "hundredths, \(keywords)")
    }
  }

  @Test(arguments: ["-0", "0.10", "10.000", "1e5", "1E+05", "0.5e-3", "123456789012345678"])
  func `JSON's ways to write a number`(text: String) throws {
    var work = Work()
    #expect(try NumberAutomaton(.init(isInteger: false, keywords: .init(), place: "#"), &work).accepts(text))
  }

  @Test(arguments: [
    ("1.50", "1.5", "1.5"), ("100", "1e2", "100"), ("-0", "0", "0"), ("0.001", "1e-3", "0.001"), ("12e1", "120", "120"),
    ("-2.5E1", "-25", "-25"),
  ])
  func `numbers are equal by value`(a: String, b: String, text: String) throws {
    let (first, second) = (try #require(ExactNumber(a)), try #require(ExactNumber(b)))
    #expect(first == second && first.text == text)
  }

  @Test(arguments: ["", "-", "01", "1.", ".5", "1e", "+1", "0x1", "1e99999", "NaN", "1 "]) func `what is no number`(
    text: String
  ) {
    #expect(ExactNumber(text) == nil)
  }

  private static func number(_ hundredths: Int) -> ExactNumber {
    let digits = String(hundredths.magnitude).utf8.map { $0 - 0x30 }
    return ExactNumber(isNegative: hundredths < 0, digits: digits, exponent: digits.count - 2)
  }
}

extension NumberAutomaton {
  fileprivate func accepts(_ text: String) -> Bool {
    var state = 0
    for byte in text.utf8 {
      guard let edge = edges[state].first(where: { $0.bytes.contains(byte) }) else { return false }
      state = edge.target
    }
    return isAccepting[state]
  }
}
