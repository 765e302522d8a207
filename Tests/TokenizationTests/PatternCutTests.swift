import TestSupport
import Testing

@testable import Tokenization

/// The scanners cut as the patterns do that they stand for.
@Suite struct PatternCutTests {
  struct Known: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var patterns: [String]
  }

  static let known = [
    Known(testDescription: "GPT-2", patterns: [WordPatterns.gpt2]),
    Known(testDescription: "Llama 3", patterns: [WordPatterns.llama3]),
    Known(testDescription: "Qwen 2", patterns: [WordPatterns.qwen2]),
    Known(testDescription: "o200k", patterns: [WordPatterns.o200k]),
    Known(testDescription: "Tekken", patterns: [WordPatterns.tekken]),
    Known(testDescription: "DeepSeek-V3", patterns: WordPatterns.deepseekV3),
  ]

  private func reference(_ patterns: [Pattern], _ text: [UInt8]) throws -> [Int] {
    var tokens = PreTokens(bytes: text, pieces: [0..<text.count], startsInput: true)
    for pattern in patterns {
      try PreTokenizer.split(.pattern(pattern), .isolated, isInverted: false).apply(to: &tokens)
    }
    return tokens.pieces.map(\.upperBound)
  }

  private func check(_ known: Known, _ text: String) throws {
    let patterns = try known.patterns.map { try Pattern($0) }
    let cut = try #require(PatternCut(splittingBy: patterns))
    let bytes = Array(text.utf8)
    #expect(try cut.ends(in: bytes) == reference(patterns, bytes), "\(text.debugDescription)")
  }

  private static let pool = Array(
    "aZé中国龦のーſK's'T'll'RE'Ve''09٣½①² \u{a0}\u{3000}\t\r\n\r\n  \n.,!-/'(’·，。🙂\u{301}\u{200d}\u{0}\u{85}Ⅷǅʰ한กํ\u{e000}"
      .unicodeScalars)

  private func text(_ countMax: Int, _ random: inout SeededGenerator) -> String {
    let scalars = (0..<Int.random(in: 1...countMax, using: &random)).compactMap { _ in
      Self.pool.randomElement(using: &random)
    }
    return String(String.UnicodeScalarView(scalars))
  }

  @Test(arguments: known)
  func shortTexts(_ known: Known) throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<4_000 { try check(known, text(14, &random)) }
  }

  /// Longer than the window that is looked at in one go, so that words lie over its end.
  @Test(arguments: known)
  func longTexts(_ known: Known) throws {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<12 { try check(known, text(9_000, &random)) }
  }

  /// Runs of one class that are longer than any window.
  @Test(
    arguments: known,
    ["a", "A", "7", " ", "\n", "\t \n", ".", "'", "中", "中A", "の", "é", "\u{301}", "👍", "a ", "'s", "½"])
  func longRuns(_ known: Known, _ piece: String) throws {
    for tail in ["", "x", " 1", "\n", "’s"] { try check(known, String(repeating: piece, count: 5_000) + tail) }
  }

  @Test func otherPatternsHaveNone() throws { #expect(PatternCut(splittingBy: [try Pattern("a+")]) == nil) }
}
