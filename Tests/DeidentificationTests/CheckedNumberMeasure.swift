import TestSupport

@testable import Deidentification

/// Numbers made at random by the rules of their kinds, put into texts: how many of those whose check digits are right
/// stay in sight, and how many of those whose check digits are wrong are hidden.
///
/// A wrong number is only one that no rule takes: one that is right for another country, or written as a telephone
/// number or a date, is rightly hidden.
struct CheckedNumberMeasure {
  struct Case {
    var rule: String
    var text: String
    var number: String
  }

  private(set) var valid: [Case] = []
  private(set) var wrong: [Case] = []
  private var generator: SeededGenerator

  /// Texts that say nothing of what a number is.
  static let bare = [
    "#", "Hello,\n#\nthanks", "We have # on file.", "Please look up # for me", "The entry # was checked twice.", "(#)",
    "登记的是#，请核对。", "kept under # since then",
  ]

  init(seed: UInt64, each: Int) {
    generator = SeededGenerator(seed: seed)
    for rule in CheckedNumber.all {
      for _ in 0..<each {
        let digits = digits(passing: rule)
        for form in Self.forms(of: digits, rule) {
          for text in Self.bare { valid.append(Self.case(rule.name, text, form)) }
          let cue = rule.cues.randomElement(using: &generator)!
          for text in ["\(cue): #", "The \(cue) # is right."] { valid.append(Self.case(rule.name, text, form)) }
        }
        guard let digits = wrongDigits(for: rule) else { continue }
        for form in Self.forms(of: digits, rule) where !Self.hasOtherShape(form) {
          for text in Self.bare { wrong.append(Self.case(rule.name, text, form)) }
        }
      }
    }
  }

  private static func `case`(_ rule: String, _ text: String, _ number: String) -> Case {
    Case(rule: rule, text: text.replacing("#", with: number), number: number)
  }

  private mutating func randomDigits(_ rule: CheckedNumber) -> [Int] {
    let length = rule.lengths.sorted().randomElement(using: &generator)!
    return (0..<length).map { _ in Int.random(in: 0...9, using: &generator) }
  }

  private mutating func digits(passing rule: CheckedNumber) -> [Int] {
    while true {
      let digits = randomDigits(rule)
      if rule.check(digits) { return digits }
    }
  }

  /// A valid number with another last digit, which no rule takes; nil when ten valid numbers have none.
  private mutating func wrongDigits(for rule: CheckedNumber) -> [Int]? {
    for _ in 0..<10 {
      let digits = digits(passing: rule)
      for last in (0...9).shuffled(using: &generator) {
        let other = digits.dropLast() + [last]
        let isKnown = CheckedNumber.all.contains { $0.lengths.contains(other.count) && $0.check(Array(other)) }
        if !isKnown, !Recognizer.isLuhnValid(other.map { UInt8($0) + 0x30 }) { return Array(other) }
      }
    }
    return nil
  }

  /// In one piece, and in the groups of the rule.
  private static func forms(of digits: [Int], _ rule: CheckedNumber) -> [String] {
    let whole = digits.map(String.init).joined()
    let groups = rule.groups.filter { $0.reduce(0, +) == digits.count }.map { sizes in
      var rest = Substring(whole)
      return sizes.map { size in
        defer { rest = rest.dropFirst(size) }
        return String(rest.prefix(size))
      }.joined(separator: " ")
    }
    return [whole] + groups
  }

  /// Whether a number is one of the telephone or a date by the way it is written.
  private static func hasOtherShape(_ number: String) -> Bool {
    let text = NormalisedText(number)
    let found = try! shapes.candidates(in: text) + DisguiseDetector(patterns: shapes).candidates(in: text)
    return !found.isEmpty
  }

  private static let shapes = try! PatternDetector([
    .internationalPhone, .northAmericanPhone, .nationalPhone, .chineseMobile, .chineseLandline, .numericDate,
    .chineseResidentID, .socialSecurityNumber,
  ])
}
