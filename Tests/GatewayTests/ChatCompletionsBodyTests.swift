import ChatPipeline
@_spi(Identified) import Deidentification
import Foundation
import Testing

@testable import weir_gateway

/// OpenAI API reference, "Create chat completion"; `min_p`, `top_k` and `repetition_penalty` as vLLM takes them.
@Suite struct ChatCompletionsBodyTests {
  @Test func everySamplingFieldIsRead() throws {
    let body = try body(
      """
      "temperature":0.5,"top_p":0.9,"top_k":40,"min_p":0.05,"seed":7,"repetition_penalty":1.1,
      "frequency_penalty":-0.5,"presence_penalty":0.25,"logit_bias":{"3":-100,"9":2.5}
      """)
    let expected = SamplingParameters(
      temperature: 0.5, topP: 0.9, topK: 40, seed: 7, minP: 0.05, repetitionPenalty: 1.1, frequencyPenalty: -0.5,
      presencePenalty: 0.25, logitBias: [3: -100, 9: 2.5])
    #expect(body.sampling == expected)
  }

  @Test(
    "one stop string or several",
    arguments: [(#""stop":"END""#, ["END"]), (#""stop":["a","b"]"#, ["a", "b"]), (#""stop":null"#, []), ("", [])])
  func stop(field: String, strings: [String]) throws {
    #expect(try body(field).stop.map(\.value) == strings)
  }

  @Test func schemasAreRead() throws {
    #expect(try body(#""response_format":{"type":"text"}"#).answerSchema == nil)
    #expect(try body(#""response_format":{"type":"json_object"}"#).answerSchema?.value == #"{"type":"object"}"#)
  }

  @Test(
    "schemas are passed on in the order of their keys, and without escapes that hide what they say",
    arguments: [
      (#"{"type":"array","maxItems":3,"items":{"enum":[null,true,"a"]}}"#, nil),
      (#"{"properties":{"z":{},"b":{},"y":{},"a":{},"x":{},"c":{}},"const":1.50e+3}"#, nil),
      (#" { "a" : [ ] , "b" : { } , "c" : [ 1 , -2 ] } "#, #"{"a":[],"b":{},"c":[1,-2]}"#),
      (#"{"const":"\u674e\u56db \/ \u0041\nB \" \\ \ud83d\ude00 \u0001"}"#, #"{"const":"李四 / A\nB \" \\ 😀 \u0001"}"#),
      ("true", nil),
    ])
  func schemas(text: String, compact: String?) throws {
    let named = #"{"description":"a \"schema\": {","name":"n","strict":true,"schema":\#(text)}"#
    let format = #""response_format":{"json_schema":\#(named),"type":"json_schema"}"#
    #expect(try body(format).answerSchema?.value == compact ?? text)
  }

  @Test(
    "what is refused, and the field that the reason names",
    arguments: [
      (#""min_p":1.5"#, "min_p"), (#""frequency_penalty":3"#, "frequency_penalty"),
      (#""presence_penalty":-2.1"#, "presence_penalty"), (#""repetition_penalty":0"#, "repetition_penalty"),
      (#""top_k":0"#, "top_k"), (#""logit_bias":{"one":1}"#, "logit_bias"), (#""logit_bias":{"1":101}"#, "logit_bias"),
      (#""logit_bias":{"-1":1}"#, "logit_bias"), (#""stop":[""]"#, "stop"), (#""stop":5"#, "stop"),
      (#""stop":["\#(String(repeating: "a", count: 257))"]"#, "stop"),
      (#""stop":["a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a","a"]"#, "stop"),
      (#""response_format":{"type":"grammar"}"#, "response_format"), (#""top_p":0"#, "top_p"),
      (#""response_format":{"type":"json_schema"}"#, "json_schema"),
      (#""response_format":{"type":"json_schema","json_schema":{"name":"n"}}"#, "schema"),
      (#""logprobs":true"#, "logprobs"),
      (#""top_logprobs":2"#, "top_logprobs"), (#""best_of":2"#, "best_of"),
    ])
  func refusals(field: String, named: String) {
    let error = #expect(throws: BodyError.self) { try body(field) }
    #expect(error?.message.contains("'\(named)") == true, "\(error?.message ?? "")")
  }

  private func body(_ fields: String) throws -> ChatCompletionsBody {
    let rest = fields.isEmpty ? "" : ",\(fields)"
    let json = #"{"model":"m","messages":[{"role":"user","content":"hello"}]\#(rest)}"#
    return try ChatCompletionsBody(json: Array(json.utf8))
  }
}
