import TestSupport
import Testing

@testable import Tokenization

/// Cutting long texts on sentence ends, with a tokenizer whose tokens are bytes, so that budgets are easy to read.
@Suite struct SegmentTests {
  private let tokenizer: Tokenizer

  init() throws {
    let pieces = (0...255).map { ByteLevelAlphabet.characters(of: [UInt8($0)][...]) as [UInt8]? }
    let builder = try BytePairBuilder(pieces: pieces, isByteLevel: true)
    let model = try builder.model(merges: [], unknown: .init(), ignoresMerges: false)
    tokenizer = try Tokenizer(
      TokenizerParts(model: .bytePair(model), decoder: Decoder(steps: [.byteLevel]), pieces: try ByteStrings(pieces)))
  }

  @Test(arguments: [
    ("One two. Three! Four?", ["One two. ", "Three! ", "Four?"]),
    ("Dr. J. Smith saw 3.5 cm, e.g. there. Then left.", ["Dr. J. Smith saw 3.5 cm, e.g. there. ", "Then left."]),
    ("He said \"No.\" Then went.", ["He said \"No.\" ", "Then went."]),
    ("第一句。第二句！“第三句。”第四句", ["第一句。", "第二句！", "“第三句。”", "第四句"]),
    ("Heading\n\nBody of it", ["Heading\n\n", "Body of it"]), ("", []),
  ])
  func sentencesEnd(_ text: String, _ sentences: [String]) {
    var start = 0
    let bytes = Array(text.utf8)
    let found = TextBreaks(text).sentences.map { end in
      defer { start = end }
      return String(decoding: bytes[start..<end], as: UTF8.self)
    }
    #expect(found == sentences)
  }

  @Test(arguments: [
    (20, "One two. Three! "), (9, "One two. "), (8, "One "), (3, "One"), (2, "On"), (0, ""),
    (99, "One two. Three! Four?"),
  ])
  func truncatesAtTheBestPlaceThatFits(_ budget: Int, _ expected: String) throws {
    let segment = try tokenizer.truncated("One two. Three! Four?", tokenCountMax: budget)
    #expect(segment.text == expected)
    #expect(segment.tokenCount == expected.utf8.count)
  }

  @Test func segmentsRepeatWholeSentences() throws {
    let segments = try tokenizer.segments(of: "Aa. Bb. Cc. Dd. Ee.", tokenCountMax: 12, overlapTokenCountMax: 5)
    #expect(segments.map(\.text) == ["Aa. Bb. Cc. ", "Cc. Dd. Ee."])
    #expect(segments.map(\.start) == [0, 8])
  }

  /// Whatever the text and the budgets: no segment is too long, none is left out, each repeats no more than it may.
  @Test func coverTheTextWithinTheBudgets() throws {
    var random = SeededGenerator(seed: 6)
    let pool = ["a", "Word", " ", ". ", "。", "！", "\n", "中文", "3.5", "\"", "Dr.", "🙂", "? "]
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 0...80, using: &random)).compactMap { _ in pool.randomElement(using: &random) }
        .joined()
      let budget = Int.random(in: 4...60, using: &random)
      let overlap = Int.random(in: 0..<budget, using: &random)
      let segments = try tokenizer.segments(of: text, tokenCountMax: budget, overlapTokenCountMax: overlap)
      var end = 0
      for segment in segments {
        #expect(segment.tokenCount <= budget && segment.text.utf8.count == segment.tokenCount)
        #expect(segment.start <= end && end - segment.start <= overlap)
        #expect(segment.start + segment.text.utf8.count > end)
        end = segment.start + segment.text.utf8.count
      }
      #expect(end == text.utf8.count)
    }
  }

  @Test func impossibleBudgetsAreRefused() {
    #expect(throws: TokenizerError.self) {
      try tokenizer.segments(of: "中", tokenCountMax: 2, overlapTokenCountMax: 0)
    }
    #expect(throws: TokenizerError.self) {
      try tokenizer.segments(of: "a", tokenCountMax: 2, overlapTokenCountMax: 2)
    }
  }
}
