import Foundation
import Testing

@testable import Retrieval

@Suite("Terms: words as they stand, Chinese as overlapping pairs")
struct TermAnalysisTests {
  @Test(arguments: [
    ("Warfarin, and ibuprofen!", ["Warfarin", "and", "ibuprofen"]),
    ("高血压", ["高血", "血压"]),
    ("高血压的药", ["高血", "血压", "压的", "的药"]),
    ("铁", ["铁"]),
    ("HbA1c升高", ["HbA1c", "升高"]),
    ("维生素B12缺乏", ["维生", "生素", "B12", "缺乏"]),
    ("高血压，糖尿病", ["高血", "血压", "糖尿", "尿病"]),
    ("naïve 5.5%", ["naïve", "5", "5"]),
    ("", []),
    ("。、 \n\"*()", []),
  ])
  func `text is cut into terms`(text: String, terms: [String]) {
    #expect(TermAnalysis.terms(text) == terms)
  }

  @Test func `a word without end is cut`() {
    let terms = TermAnalysis.terms(String(repeating: "a", count: 10_000))
    #expect(terms == [String(repeating: "a", count: TermAnalysis.termScalarsMax)])
  }
}

@Suite("Queries: free text becomes any of its terms, quoted")
struct QueryExpressionTests {
  @Test(arguments: [
    ("What is warfarin?", "\"warfarin\""),
    ("warfarin warfarin aspirin", "\"warfarin\" OR \"aspirin\""),
    ("高血压怎么办", "\"高血\" OR \"血压\" OR \"压怎\" OR \"怎么\" OR \"么办\""),
    ("缺 iron", "\"缺\"* OR \"iron\""),
    ("title:x NEAR(a b) NOT \"c", "\"title\" OR \"x\" OR \"NEAR\" OR \"b\" OR \"c\""),
    ("[NAME_1], born [DATE_12], has asthma", "\"asthma\""),
    ("[NAME:q7Lr-x_3], born [DATE], has asthma", "\"asthma\""),
    ("what is [sic] asthma", "\"sic\" OR \"asthma\""),
    ("MRN: [ID_1], lives at [LOCATION_1]; born early, low number", "\"born\" OR \"early\" OR \"low\" OR \"number\""),
    ("患者[NAME_1]，身份证号[ID_1]，[DATE_1]出生，哮喘", "\"哮喘\""),
  ])
  func `terms are quoted and joined by OR`(query: String, expression: String) {
    #expect(QueryExpression(query).fts5 == expression)
  }

  @Test(arguments: ["", "  ", "?!\"*", "what is the", "[NAME_1]", "\u{0}"])
  func `a query without terms is nothing to search`(query: String) {
    #expect(QueryExpression(query).fts5 == nil)
  }

  @Test func `a long query keeps its last terms`() throws {
    let query = (0..<1000).map { "word\($0)" }.joined(separator: " ")
    let expression = try #require(QueryExpression(query).fts5)
    #expect(expression.hasSuffix("\"word999\""))
    #expect(expression.components(separatedBy: " OR ").count == QueryExpression.termsMax)
  }
}
