import Policy
import RegularExpressions
import TestSupport
import Testing

@testable import OutputFilter

@Suite struct PatternParserTests {
  @Test(
    "What the subset leaves out is refused by name",
    arguments: [
      ("a(b", "'(' without ')'"), ("a)b", "')' without '('"), ("[ab", "'[' without ']'"), ("a**", "two quantifiers"),
      ("a+?", "lazy"), ("*a", "nothing to repeat"), ("(?=a)b", "lookahead"), ("(?<!a)b", "lookbehind"),
      ("(a)\\1", "back-references"), ("\\p{Han}", "Unicode classes"), ("a{3,2}", "below its first"),
      ("a{1001}", "above 1000"), ("[b-a]", "before its start"), ("\\y", "unknown escape"), ("a\\", "ends with"),
      ("\\x{110000}", "hexadecimal"), ("\\xg1", "hexadecimal"), ("(?U)a", "unknown group"), ("[[:nix:]]", "class name"),
      ("a|{2}", "nothing to repeat"), ("(?P=a)", "back-references"), ("[a-c-e]", "between two ranges"),
    ])
  func refuses(pattern: String, reason: String) {
    #expect {
      try PatternParser.parse(pattern)
    } throws: {
      ($0 as? PatternSyntaxError)?.reason.contains(reason) == true
    }
  }

  @Test func depthIsLimited() {
    let deep = String(repeating: "(", count: 10_000) + "a" + String(repeating: ")", count: 10_000)
    #expect(throws: PatternSyntaxError.self) { try PatternParser.parse(deep) }
  }

  @Test(
    "Rules that could never do what they say are refused",
    arguments: [
      ("a*", OutputFilterError.matchesEmptyText(rule: "r0")), ("\\b", .matchesEmptyText(rule: "r0")),
      ("a\\bb", .neverMatches(rule: "r0")), ("a^", .neverMatches(rule: "r0")),
      ("[^\\x{0}-\\x{10FFFF}]", .neverMatches(rule: "r0")),
      ("(?:(?:[\\x{80}-\\x{10FFFF}]{1000}){50}){9}", .tooLarge(rule: "r0")),
    ])
  func refusesProgram(pattern: String, error: OutputFilterError) {
    #expect(throws: error) { try OutputFilterProgram(rules: rules(["redact:" + pattern])) }
  }

  @Test func idsAreUnique() {
    let rule = FilterRule(id: "twice", category: "c", pattern: "a", action: .flag)
    #expect(throws: OutputFilterError.duplicateRule("twice")) { try OutputFilterProgram(rules: [rule, rule]) }
  }

  /// The parser answers every input; what it accepts, RE2 accepts, except for sizes that RE2 limits more.
  @Test func fuzz() throws {
    var random = SeededGenerator(seed: 99)
    let pieces = [
      "a", "b", "é", "中", "(", ")", "(?:", "(?i)", "(?P<n>", "[", "]", "[^", "-", "|", "*", "+", "?", "{2}", "{1,3}",
      "{,", "}", "\\", "\\b", "\\d", "\\x{61}", "\\x4", "^", "$", ".", ":", "[:alpha:]", ",", "1",
    ]
    var accepted = 0
    for _ in 0..<20_000 {
      let text = random.text(over: pieces, lengthMax: 9)
      guard (try? PatternParser.parse(text)) != nil else { continue }
      accepted += 1
      #expect(throws: Never.self, "\(text)") { try RegularExpression(text) }
    }
    #expect(accepted > 1_000)
  }
}
