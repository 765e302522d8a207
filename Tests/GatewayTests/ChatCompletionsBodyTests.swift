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
    let named = #"{"name":"n","strict":true,"schema":{"type":"array","maxItems":3,"items":{"enum":[null,true,"a"]}}}"#
    let schema = try #require(
      try body(#""response_format":{"type":"json_schema","json_schema":\#(named)}"#).answerSchema)
    let object = try JSONSerialization.jsonObject(with: Data(schema.value.utf8)) as? [String: Any]
    #expect(object?["type"] as? String == "array" && object?["maxItems"] as? Int == 3)
  }

  @Test(
    "a schema comes through as it was written",
    arguments: [
      #"{"properties":{"z":{},"a":{"enum":["}\",\\"]}, "m":[ ]} }"#, "{ }", "true", #"{"a":1.50,"b":[{"c":"]"}]}"#,
    ])
  func schemaText(schema: String) throws {
    let named =
      #""response_format" : { "json_schema":{"name":"{\"schema\":1}", "schema" : \#(schema),"strict":true},"type":"json_schema"}"#
    #expect(try body(named).answerSchema?.value == schema)
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
      (#""response_format":{"type":"grammar"}"#, "response_format"),
      (#""response_format":{"type":"json_schema","json_schema":{"name":"n"}}"#, "response_format.json_schema.schema"),
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
    return try ChatCompletionsBody.decode(Array(json.utf8))
  }
}
