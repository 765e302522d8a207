import Foundation
import TestSupport
import Testing

@testable import ChatPipeline

/// RFC 8259, section 7.
@Suite struct PlainEscapesTests {
  @Test(
    "escapes that JSON needs stay, others become what they stand for",
    arguments: [
      (#"{"a":"b"}"#, #"{"a":"b"}"#), (#"\u0041\u4e2D\/"#, "A中/"), (#"\ud83d\uDE00"#, "😀"),
      (#"\"\\\n\r\t\b\f"#, #"\"\\\n\r\t\b\f"#), (#"\u0022\u005c\u000a\u0001"#, #"\"\\\n\u0001"#),
      (#"\\u0041"#, #"\\u0041"#), (#"\\\u0041"#, #"\\A"#), (#"\ud83d"#, #"\ud83d"#), (#"\ude00x"#, #"\ude00x"#),
      (#"\ud83d\u0041"#, #"\ud83dA"#), (#"\ud83d\n"#, #"\ud83d\n"#), (#"\ud83d\ud83d\ude00"#, #"\ud83d😀"#),
      (#"\u00g1"#, #"\u00g1"#), (#"\u00"#, #"\u00"#), (#"\"#, #"\"#), (#"\u005bNAME_1]"#, "[NAME_1]"),
    ])
  func table(text: String, plain: String) {
    let scalars = Array(text.unicodeScalars)
    for first in 0...scalars.count {
      for second in first...scalars.count {
        let pieces = [scalars[..<first], scalars[first..<second], scalars[second...]]
        #expect(rewrite(pieces.map { String(String.UnicodeScalarView($0)) }) == plain, "cut at \(first), \(second)")
      }
    }
  }

  @Test func aParserReadsTheSame() throws {
    var random = SeededGenerator(seed: 5)
    let parts = [
      #"\u0041"#, #"\u4e2d"#, #"\ud83d\ude00"#, #"\""#, #"\\"#, #"\n"#, #"\/"#, #"\u0007"#, "a", "中", "u0041",
    ]
    for _ in 0..<2_000 {
      let pieces = (0..<Int.random(in: 0...12, using: &random)).map { _ in parts.randomElement(using: &random)! }
      let plain = rewrite(pieces)
      #expect(try decode(plain) == decode(pieces.joined()))
      let escapes = plain.replacing(#"\\"#, with: "")
      #expect(!escapes.contains(#/\\u(?!00[01])/#) && !escapes.contains(#"\/"#), "\(plain)")
    }
  }

  @Test func whatCannotBecomeAnEscapeIsNotHeldBack() {
    var escapes = PlainEscapes()
    #expect(["a\\", "u00", "41b", "\\ud83d", "x"].map { escapes.push($0) } == ["a", "", "Ab", "", "\\ud83dx"])
  }

  /// A filter's category, and a surrogate, spelt with escapes.
  @Test func neitherFilterNorReidentificationIsFooled() async throws {
    let schema = #"{"type":"object"}"#
    let walk = try Walk(
      answer: [#"{"to":"\u005bNA"#, #"ME_1]","key":"sk-live\u002d"#, #"51Hx"}"#], servesJSONSchema: true)
    let text = try await walk.ask(WalkTests.question, schema: schema).texts[0]
    #expect(text.contains("Smith") && !text.contains("\\u"), "\(text)")
  }

  private func decode(_ text: String) throws -> String {
    try JSONDecoder().decode(String.self, from: Data("\"\(text)\"".utf8))
  }

  private func rewrite(_ pieces: [String]) -> String {
    var escapes = PlainEscapes()
    return pieces.reduce(into: "") { $0 += escapes.push($1) } + escapes.finish()
  }
}
