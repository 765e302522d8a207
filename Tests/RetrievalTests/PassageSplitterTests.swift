import TestSupport
import Testing

@testable import Retrieval

@Suite("Passages end where sentences end")
struct PassageSplitterTests {
  @Test(arguments: [
    ("One. Two? Three!", ["One. ", "Two? ", "Three!"]),
    ("高血压要治疗。不要停药！为什么？", ["高血压要治疗。", "不要停药！", "为什么？"]),
    ("A dose of 5.5 mg.", ["A dose of 5.5 mg."]),
    ("a line\nanother", ["a line\n", "another"]),
    ("no end", ["no end"]),
    ("", []),
  ])
  func `sentences keep their marks`(text: String, sentences: [String]) {
    // A following space may stand with either sentence; the trimmed parts are what matters.
    #expect(PassageSplitter.sentences(text).map { $0.trimmed } == sentences.map { $0[...].trimmed })
  }

  @Test func `a short text is one passage`() {
    #expect(
      PassageSplitter.passages(" Asthma is common. It can be treated. ") == ["Asthma is common. It can be treated."])
  }

  @Test func `a long text is split between sentences`() {
    let text = (1...60).map { "Sentence number \($0) says something about asthma and its treatment." }
    let passages = PassageSplitter.passages(text.joined(separator: " "))
    #expect(passages.count == 4)
    #expect(passages.allSatisfy { $0.hasSuffix(".") && $0.hasPrefix("Sentence") })
    #expect(passages.joined(separator: " ") == text.joined(separator: " "))
  }

  @Test func `a sentence over the limit is cut after a space`() {
    let words = (0..<600).map { "word\($0)" }
    let passages = PassageSplitter.passages(words.joined(separator: " "))
    #expect(passages.flatMap { $0.split(separator: " ").map(String.init) } == words)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `no character is lost, doubled or moved, and no passage is over the limit`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let alphabet: [Character] = ["a", "b", " ", ".", "。", "高", "血", "\n", "？", "e\u{301}", "👩‍⚕️", "!"]
    let text = String(
      (0..<Int.random(in: 0...6000, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
    let passages = PassageSplitter.passages(text)
    #expect(passages.joined().filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
    #expect(passages.allSatisfy { PassageSplitter.weight($0[...]) <= PassageSplitter.weightMax })
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
