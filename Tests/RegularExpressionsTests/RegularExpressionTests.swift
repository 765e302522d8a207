import RegularExpressions
import Testing

@Suite struct RegularExpressionTests {
  @Test(
    "groups, context and UTF-8 offsets",
    arguments: [
      ("[0-9]+", "a 12 b 345", [2..<4, 7..<10]),
      ("\\b12\\b", "312 12", [4..<6]),
      ("病历号[::]?([0-9]+)", "病历号:77", [0..<12]),

      ("none", "text", []),
    ])
  func matches(pattern: String, text: String, expected: [Range<Int>]) throws {
    var found: [Range<Int>] = []
    try RegularExpression(pattern).forEachMatch(in: Array(text.utf8).span) { found.append($0.range) }
    #expect(found == expected)
  }

  @Test func badPatternsAreRefusedWithTheReason() {
    #expect(throws: RegularExpressionError.badPattern("(a", reason: "missing ): (a")) { try RegularExpression("(a") }
    #expect(throws: RegularExpressionError.self) { try RegularExpressionSet(["a", "[z-a]"]) }
  }

  @Test func aSetTellsWhichPatternsMatch() throws {
    let set = try RegularExpressionSet(["a+", "b+", "c$"])
    #expect(try set.matches(in: Array("xbxc".utf8).span) == [1, 2])
    #expect(try set.matches(in: Array("".utf8).span) == [])
  }
}
