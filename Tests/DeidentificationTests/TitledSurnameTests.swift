import Testing

@testable import Deidentification

/// What is masked, in order, without its kind.
private func masked(_ text: String) throws -> [String] {
  try identifiers(in: text).map { String($0.split(separator: " ", maxSplits: 1)[1]) }
}

@Suite struct TitledSurnameTests {
  @Test(
    "a surname is hidden with the form of address after it",
    arguments: [
      ("昨天刘女士打来电话。", "刘女士"), ("欧阳先生已经离开了。", "欧阳先生"), ("警方称李某已被带走。", "李某"),
      ("请联系张经理确认。", "张经理"), ("陈师傅修好了水管。", "陈师傅"),
    ])
  func together(text: String, expected: String) throws { #expect(try masked(text) == [expected]) }

  @Test("who treats or teaches stays in sight", arguments: ["王医生今天坐诊。", "李护士已经量过体温。", "请问赵老师在吗？"])
  func roles(text: String) throws { #expect(try masked(text).allSatisfy { $0.count == 1 }) }

  @Test("a full name keeps its form of address", arguments: [("刘建国先生您好。", "刘建国"), ("病人孙丽华女士复诊。", "孙丽华")])
  func fullNames(text: String, expected: String) throws { #expect(try masked(text) == [expected]) }

  @Test("words that only begin like a form of address are not touched")
  func words() {
    let text = NormalisedText("王工作")
    let span = Candidate(range: 0..<3, kind: .name, score: 0.9, recognizer: "test")
    #expect(TitledSurname.widened([span], in: text) == [span])
  }

  @Test("a span never grows into the next one")
  func apart() {
    let text = NormalisedText("王女士")
    let spans = [
      Candidate(range: 0..<3, kind: .name, score: 0.9, recognizer: "test"),
      Candidate(range: 3..<9, kind: .other, score: 0.9, recognizer: "test"),
    ]
    #expect(TitledSurname.widened(spans, in: text) == spans)
  }
}
