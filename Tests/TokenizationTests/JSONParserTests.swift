import TestSupport
import Testing
import Tokenization

@Suite struct JSONParserTests {
  private func parse(_ text: String) throws(TokenizerError) -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

  @Test func keepsOrderAndKindsOfNumbers() throws {
    let value = try parse(#" {"b": 1, "a": [1.0, -2e3, true, null, "x"], "b": 2} "#)
    #expect(value.members?.map(\.key) == ["b", "a", "b"])
    #expect(value["b"] == .integer(2))
    #expect(value["a"] == .array([.number(1), .number(-2000), .bool(true), .null, .string("x")]))
    #expect(try parse("9223372036854775808") == .number(9_223_372_036_854_775_808))
  }

  @Test(arguments: [
    (#""a\n\t\"\\\/\b\f\r""#, "a\n\t\"\\/\u{8}\u{c}\r"), (#""\u00e9\u4e2d""#, "é中"), (#""\ud83d\ude42""#, "🙂"),
    (#""\ud83d""#, "\u{fffd}"), (#""\ud83dx\ude42""#, "\u{fffd}x\u{fffd}"), (#""\ud83d\u0041""#, "\u{fffd}A"),
    (#""\u0000""#, "\0"),
  ])
  func unescapes(_ text: String, _ value: String) throws { #expect(try parse(text) == .string(value)) }

  @Test(arguments: [
    "", " ", "{", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "[1 2]", "01x", "+1", "-", "1.e", ".5", "tru", "\"a",
    "\"\\q\"",
    "\"\\u12\"", "\"\\u+123\"", "\"\n\"", "1 2", "nul", "]", "[", "\"\\",
  ])
  func refuses(_ text: String) { #expect(throws: TokenizerError.self) { try parse(text) } }

  @Test func refusesTextThatIsNotUTF8() {
    #expect(throws: TokenizerError.malformed("JSON string is not UTF-8")) { try JSONParser.parse([0x22, 0xff, 0x22]) }
  }

  @Test func nestingIsLimited() throws {
    let depth = JSONParser.depthMax
    #expect(try parse(String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).array != nil)
    #expect(throws: TokenizerError.limit("JSON nested deeper than \(depth)")) {
      try parse(String(repeating: "[", count: 1_000_000))
    }
  }

  @Test func mutatedTextsNeverCrash() {
    var random = SeededGenerator(seed: 7)
    let text = Array(#"{"a":[1,2.5e-3,"\ud83d\ude42 é",null,{"b":{}}],"c":"\\\"","d":-0}"#.utf8)
    for _ in 0..<20_000 {
      var bytes = text
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
      }
      _ = try? JSONParser.parse(Array(bytes.prefix(Int.random(in: 1...bytes.count, using: &random))))
    }
  }
}
