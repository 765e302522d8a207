import Testing

@testable import Deidentification

@Suite struct ScorerTests {
  @Test func aHandCountedExample() {
    var scorer = Scorer()
    let text = "Ann Lee met Bob on May 3"
    scorer.add(
      GoldDocument(
        text: text,
        spans: [
          .init(start: 0, end: 7, type: "NAME"), .init(start: 12, end: 15, type: "NAME"),
          .init(start: 19, end: 24, type: "DATE", opt: true),
        ]),
      [
        .init(start: 0, end: 3, type: "NAME"), .init(start: 8, end: 15, type: "NAME"),
        .init(start: 19, end: 24, type: "DATE"),
      ])
    scorer.add(GoldDocument(text: "nothing", spans: []), [.init(start: 0, end: 7, type: "NAME")])
    scorer.add(GoldDocument(text: "nothing", spans: []), [])
    #expect(scorer.all.gold == 2 && scorer.all.leaked == 1 && scorer.all.missed == 0)
    #expect(scorer.all.characterRecall == 6.0 / 9, "Ann and Bob of Ann Lee and Bob")
    #expect(scorer.characterPrecision == 6.0 / 16, "Ann, met Bob, nothing")
    #expect(scorer.all.predicted == 3, "a prediction on an optional span is neither right nor wrong")
    #expect(scorer.documentLeak == 1 && scorer.overMasked == 0.5)
  }

  @Test func unlabelledTypesDoNotCountAgainstPrecision() {
    var scorer = Scorer()
    scorer.add(
      GoldDocument(text: "Ann 42", spans: [.init(start: 0, end: 3, type: "NAME")], labelled: ["NAME"]),
      [.init(start: 0, end: 3, type: "NAME"), .init(start: 4, end: 6, type: "AGE")])
    #expect(scorer.characterPrecision == 1 && scorer.all.leak == 0)
  }
}
