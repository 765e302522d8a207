import Testing

@testable import Deidentification

/// What the tagger alone finds, as "KIND text".
private func tagged(_ text: String) throws -> [String] {
  let normalised = NormalisedText(text)
  return try Tagger().candidates(in: normalised).map {
    "\($0.kind.rawValue) \(String(decoding: normalised.bytes[$0.range], as: UTF8.self))"
  }
}

@Suite struct TaggerTests {
  @Test(
    "names in running text, without a cue beside them",
    arguments: [
      ("Yesterday Fiona Delacroix drove back to Trondheim.", ["NAME Fiona Delacroix", "LOCATION Trondheim"]),
      ("The merger with Hollister Robotics Inc. was off.", ["ORG Hollister Robotics Inc."]),
      ("Then Oyelaran laughed and handed Priscilla the keys.", ["NAME Oyelaran", "NAME Priscilla"]),
      ("can you text rebecca hughes about the rent", ["NAME rebecca hughes"]),
      ("昨晚陈雨桐在杭州开会。", ["NAME 陈雨桐", "LOCATION 杭州"]),
      ("欧阳建平说他明天去南京。", ["NAME 欧阳建平", "LOCATION 南京"]),
      ("玛格丽特·杜兰德住在马德里。", ["NAME 玛格丽特·杜兰德", "LOCATION 马德里"]),
      ("请把文件发给 Rebecca Hughes。", ["NAME Rebecca Hughes"]),
    ])
  func prose(text: String, expected: [String]) throws {
    #expect(try tagged(text) == expected)
  }

  @Test(
    "no bytes, no names, no crash",
    arguments: ["", " ", "\n\n", "·", "'", "\u{0}", "é", "王", "A", "\u{10FFFF}", "1", "a·b"])
  func edges(text: String) throws {
    for span in try tagged(text) { #expect(span.hasSuffix(text)) }
  }

  @Test("spans lie in the text, in order and apart")
  func ranges() throws {
    let text = NormalisedText("Ana Paula Ribeiro和王建国 met Dr. O'Neill-Smith (Zürich), 北京市朝阳区。")
    var last = 0
    for candidate in try Tagger().candidates(in: text) {
      #expect(candidate.range.lowerBound >= last && !candidate.range.isEmpty)
      #expect(candidate.range.upperBound <= text.bytes.count)
      #expect(candidate.score >= Candidate.scoreMin && candidate.score < 1)
      last = candidate.range.upperBound
    }
    #expect(last > 0)
  }
}
