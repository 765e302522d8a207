import Foundation
import TestSupport
import Testing

@testable import Deidentification

/// Leaks, precision and over-masking on reference text; skipped where that is not unpacked. The bounds are a little
/// above what was measured when they were written: a change that leaks more is seen.
@Suite struct DevelopmentSetTests {
  struct Bound: Sendable, CustomTestStringConvertible {
    var corpus: String
    var leak: Double
    var nameLeak: Double
    var characterPrecision: Double
    var overMasked: Double
    var testDescription: String { corpus }
  }

  @Test(
    "leaks stay below what was measured when this was written",
    arguments: [
      Bound(corpus: "asq_phi_en", leak: 0.01, nameLeak: 0.005, characterPrecision: 0.96, overMasked: 0.05),
      Bound(corpus: "clinical_sample_en_zh", leak: 0.02, nameLeak: 0.01, characterPrecision: 0.915, overMasked: 0.05),
      Bound(corpus: "zh_address_test_zh", leak: 0.003, nameLeak: 1, characterPrecision: 0.99, overMasked: 1),
      Bound(corpus: "tab144_en", leak: 0.06, nameLeak: 0.01, characterPrecision: 0.81, overMasked: 1),
      Bound(corpus: "presidio_synth_en", leak: 0.05, nameLeak: 0.025, characterPrecision: 0.9, overMasked: 0.11),
      Bound(corpus: "e_ner_edgar_en", leak: 0.14, nameLeak: 0.015, characterPrecision: 0.56, overMasked: 0.73),
      Bound(corpus: "uner_ewt_test_en", leak: 0.125, nameLeak: 0.045, characterPrecision: 0.67, overMasked: 0.1),
      Bound(corpus: "wnut17_test_en", leak: 0.215, nameLeak: 0.14, characterPrecision: 0.53, overMasked: 0.23),
      Bound(corpus: "uner_gsdsimp_test_zh", leak: 0.125, nameLeak: 0.045, characterPrecision: 0.71, overMasked: 0.33),
      Bound(corpus: "weibo_test_zh", leak: 0.165, nameLeak: 0.14, characterPrecision: 0.38, overMasked: 0.44),
      Bound(corpus: "resume_test_zh", leak: 0.145, nameLeak: 0.01, characterPrecision: 0.92, overMasked: 0.15),
      Bound(corpus: "boson_zh", leak: 0.31, nameLeak: 0.045, characterPrecision: 0.65, overMasked: 0.66),
    ])
  func measured(bound: Bound) throws {
    guard let url = Fixtures.shared("deid/dev/\(bound.corpus).jsonl") else {
      print("skipped: the reference set \(bound.corpus) is not unpacked")
      return
    }
    let scorer = try score(String(contentsOf: url, encoding: .utf8))
    #expect(scorer.all.leak <= bound.leak)
    #expect(scorer.types["NAME"]?.leak ?? 0 <= bound.nameLeak)
    #expect(scorer.characterPrecision >= bound.characterPrecision)
    #expect(scorer.overMasked <= bound.overMasked)
  }

  @Test("but for ages below 90 and years alone, which are no identifiers here, little of presidio_synth leaks")
  func conventional() throws {
    guard let url = Fixtures.shared("deid/dev/presidio_synth_en.jsonl") else {
      print("skipped: the reference set presidio_synth_en is not unpacked")
      return
    }
    let scorer = try score(String(contentsOf: url, encoding: .utf8)) { document in
      let scalars = Array(document.text.unicodeScalars)
      for index in document.spans.indices {
        let span = document.spans[index]
        let text = scalars[span.start..<span.end].map { String($0) }.joined()
        let isYoung = span.type == "AGE" && Int(text).map { $0 < 90 } == true
        let isYear = span.type == "DATE" && text.count == 4 && Int(text) != nil
        if isYoung || isYear { document.spans[index].opt = true }
      }
    }
    #expect(scorer.all.leak <= 0.05)
  }

  @Test(
    "questions about diseases and drugs stay as they are; every ninth page of MedQuAD, which nothing was trained on")
  func medicalQuestions() throws {
    guard let folder = Fixtures.shared("corpora/medquad") else {
      print("skipped: the reference set medquad is not unpacked")
      return
    }
    let questions = try MedicalQuestions.everyNinthPage(of: folder)
    #expect(questions.count > 1000)
    let masked = try questions.filter { try !identifiers(in: $0).isEmpty }
    #expect(Double(masked.count) <= 0.015 * Double(questions.count), "\(masked.count) of \(questions.count)")
  }

  private func score(_ lines: String, _ change: (inout GoldDocument) -> Void = { _ in }) throws -> Scorer {
    var scorer = Scorer()
    for line in lines.split(separator: "\n") {
      var document = try JSONDecoder().decode(GoldDocument.self, from: Data(line.utf8))
      change(&document)
      var map = SurrogateMap()
      let spans = try deidentifier.deidentify(IdentifiedText(document.text), into: &map).spans
      scorer.add(document, Set(spans.map(PredictedSpan.init)))
    }
    return scorer
  }
}

/// The first question of pages of MedQuAD (Ben Abacha and Demner-Fushman, BMC Bioinformatics 2019).
private enum MedicalQuestions {
  static func everyNinthPage(of folder: URL) throws -> [String] {
    let pages = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.contains("_QA") && $0.hasSuffix(".xml") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return try stride(from: 0, to: pages.count, by: 9).compactMap { index in
      let text = String(decoding: try Data(contentsOf: folder.appending(path: pages[index])), as: UTF8.self)
      guard let match = text.firstMatch(of: /<Question[^>]*>([^<]*)<\/Question>/) else { return nil }
      return match.1.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
  }
}
