import Testing
import Tokenization

@testable import weir

@Suite struct TokenizeLineTests {
  private static let json =
    #"{"added_tokens":[{"id":2,"content":"<s>","special":true}],"normalizer":null,"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false},"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>"}},{"Sequence":{"id":"A"}}],"pair":[],"special_tokens":{"<s>":{"ids":[2]}}},"decoder":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":[]}}"#

  private func answer(
    _ line: String, keepsSpecial: Bool = true, decodesOnly: Bool = false, tellsOffsets: Bool = false
  ) throws -> String {
    let tokenizer = try Tokenizer(json: Array(Self.json.utf8))
    let lines = TokenizeLine(
      tokenizer: tokenizer, keepsSpecial: keepsSpecial, decodesOnly: decodesOnly, tellsOffsets: tellsOffsets)
    return String(decoding: lines.answer(Array(line.utf8)), as: UTF8.self)
  }

  @Test func encodesTextAndDecodesIDs() throws {
    #expect(try answer(#"{"id":1,"text":"ab"}"#) == #"{"id":1,"ids":[2,0,1]}"#)
    #expect(try answer(#"{"id":"x","text":"ab"}"#, keepsSpecial: false) == #"{"id":"x","ids":[0,1]}"#)
    #expect(try answer(#"{"id":1,"ids":[2,1,0]}"#) == #"{"id":1,"text":"<s>ba"}"#)
    #expect(try answer(#"{"id":1,"ids":[2,1,0]}"#, keepsSpecial: false) == #"{"id":1,"text":"ba"}"#)
  }

  @Test func tellsWhereTokensComeFrom() throws {
    #expect(
      try answer(#"{"id":1,"text":"éab"}"#, tellsOffsets: true)
        == #"{"bytes":[[0,0],[2,3],[3,4]],"id":1,"ids":[2,0,1],"scalars":[[0,0],[1,2],[2,3]]}"#)
  }

  @Test(arguments: [
    #"{"id":1}"#, #"{"id":1,"ids":[3]}"#, #"{"id":1,"ids":[-1]}"#, #"{"id":1,"ids":"a"}"#, #"{"id":1,"ids":[0.5]}"#,
  ])
  func answersUnusableLinesWithAnError(_ line: String) throws {
    #expect(try answer(line).hasPrefix(#"{"error":"#))
    #expect(try answer(line).hasSuffix(#""id":1}"#))
  }

  @Test func decodeTakesIDsOnly() throws {
    #expect(try answer(#"{"id":1,"text":"a"}"#, decodesOnly: true) == #"{"error":"the line has no \"ids\"","id":1}"#)
  }

  @Test func templatesGetEveryKeyButTheID() throws {
    let now = try #require(CivilTime(iso8601: "2024-07-26"))
    func answer(_ source: String, _ line: String) -> String {
      let template = Result { () throws(TemplateError) in try ChatTemplate(source) }
      let lines = TemplateLine(template: template, variables: ["bos_token": .string("<s>")], now: now)
      return String(decoding: lines.answer(Array(line.utf8)), as: UTF8.self)
    }
    #expect(answer("{{ bos_token }}{{ x }}{{ id }}", #"{"id":7,"x":"é/"}"#) == #"{"id":7,"text":"<s>é/"}"#)
    #expect(answer("{{ bos_token }}", #"{"id":7,"bos_token":"!"}"#) == #"{"id":7,"text":"!"}"#)
    #expect(answer("{{ raise_exception('no') }}", #"{"id":7}"#) == #"{"error":"no","id":7}"#)
    #expect(answer("{% if %}", #"{"id":7}"#) == #"{"error":"template line 1: expected an expression","id":7}"#)
    #expect(answer("{{ strftime_now('%Y') }}", #"{"id":7}"#) == #"{"id":7,"text":"2024"}"#)
  }
}
