import TestSupport
import Testing

@testable import Tokenization

@Suite struct PatternTests {
  private func matches(_ pattern: String, in text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    return try Splitter.pattern(try Pattern(pattern)).segments(of: bytes.span, in: 0..<bytes.count)
      .filter(\.isMatch).map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }

  @Test(arguments: [
    // pattern, text, matches
    ("a|ab", "ab", ["a"]), ("ab|a", "ab", ["ab"]), ("a{1,2}", "aaaaa", ["aa", "aa", "a"]), ("a{2}", "aaa", ["aa"]),
    (#"\s+(?!\S)|\s+"#, "   x  ", ["  ", " ", "  "]), (#"\s+$"#, "a  b  ", ["  "]),
    (#"\s*[\r\n]+"#, " \n \n x", [" \n \n"]),
    (#"(?i:'s|'re)"#, "it'S they'Re 'ſ", ["'S", "'Re", "'ſ"]), ("(?:ab)+", "ababa", ["abab"]), ("a*?b", "aab", ["aab"]),
    (#"\p{Lu}\p{Ll}+"#, "Élan VITAL Été", ["Élan", "Été"]), (#"[^\p{L}\s]+"#, "a1!b 二3", ["1!", "3"]),
    (#"[一-龥]+"#, "中文a文", ["中文", "文"]), (#"\x{4e2d}|\u6587"#, "中文", ["中", "文"]), (#"[\]\-a]+"#, "]-a", ["]-a"]),
    ("a++b|ac", "aac", ["ac"]), ("x(?=y)", "xz xy", ["x"]), (".", "a\nb", ["a", "b"]), (#"\P{L}"#, "a1", ["1"]),
    ("[a-z&&[^b]]+", "abca", ["a", "ca"]), (#"[\p{Lo}&&[^\p{Han}]]+"#, "中אב文", ["אב"]), (#"\p{Han}+"#, "a中文b", ["中文"]),
    ("[a[0-9]]+", "xa1b", ["a1"]), (#"(?i:'[sdmt])"#, "'S'ſ'x", ["'S", "'ſ"]), (#"\w+"#, "a½Ⅷ²-é", ["a½Ⅷ²", "é"]),
    (#"[\W]+"#, "a-½", ["-½"]),
  ])
  func finds(_ pattern: String, _ text: String, _ expected: [String]) throws {
    #expect(try matches(pattern, in: text) == expected)
  }

  @Test(arguments: [
    #"\p{Klingon}"#, "(?<=a)b", #"\bword\b"#, "(?<n>a)", "^a", #"(a)\1"#, "(?i:é)", "[[:alpha:]]", "(a?)*",
  ])
  func namesSyntaxThatItLacks(_ pattern: String) {
    #expect {
      try Pattern(pattern)
    } throws: { error in
      if case .unsupported? = error as? TokenizerError { true } else { false }
    }
  }

  @Test(arguments: ["a)", "(a", "[a", "a{2,1}", #"\"#, #"\p{L"#, "[z-a]", "a{"])
  func refusesMalformedPatterns(_ pattern: String) {
    #expect(throws: TokenizerError.self) { try Pattern(pattern) }
  }

  /// Runs that never end as the pattern wants are gone over once, not once from each of their places.
  @Test func longRunsStayWithinTheSteps() throws {
    let text = String(repeating: " ", count: 100_000) + "x"
    #expect(try matches(#"\s+$"#, in: text) == [])
    #expect(try matches(#"\s?[0-9]+"#, in: text) == [])
  }

  @Test func endlessBacktrackingIsGivenUp() {
    #expect(throws: TokenizerError.self) { try matches("(?:a|aa)+b", in: String(repeating: "a", count: 60)) }
  }

  @Test func mutatedPatternsNeverCrash() throws {
    var random = SeededGenerator(seed: 5)
    let text = Array("It's 12 o'clock — 中文!\n".utf8)
    for _ in 0..<3_000 {
      var scalars = Array(WordPatterns.llama3.unicodeScalars)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0..<scalars.count, using: &random)
        if Bool.random(using: &random) { scalars.remove(at: index) } else { scalars.swapAt(index, 0) }
      }
      guard let pattern = try? Pattern(String(String.UnicodeScalarView(scalars))) else { continue }
      _ = try? Splitter.pattern(pattern).segments(of: text.span, in: 0..<text.count)
    }
  }
}
