internal import Foundation

/// The JSON body of a streamed completion.
///
/// Source: OpenAI API reference, "Create completion" and "Create chat completion"; vLLM's `top_k`, `min_p` and
/// `repetition_penalty`.
struct RequestBody: Encodable {
  let request: UpstreamRequest
  let settings: UpstreamSettings

  var bytes: [UInt8] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let body = Array(try encoder.encode(self))
      guard let schema = request.schema else { return body }
      // The encoder would sort the schema's members, whose order is that of the answer's.
      return body.dropLast() + #","\#(AnswerSchema.field)":\#(schema.responseFormat)}"#.utf8
    }
  }

  func encode(to encoder: any Encoder) throws {
    var body = encoder.container(keyedBy: Key.self)
    try body.encode(settings.model, forKey: "model")
    switch request.prompt {
    case .ids(let ids): try body.encode(ids, forKey: "prompt")
    case .messages(let messages): try body.encode(messages, forKey: "messages")
    }
    try body.encode(true, forKey: "stream")
    for (name, value) in options {
      guard let value, !settings.omittedFields.contains(name) else { continue }
      try body.encode(value, forKey: Key(name))
    }
  }

  private var options: [(name: String, value: (any Encodable)?)] {
    let sampling = request.sampling
    let biases = sampling.logitBias.map { (String($0), $1) }
    return [
      (settings.tokensMaxField, request.tokensMax), ("n", request.choices > 1 ? request.choices : nil),
      // Usage says how many tokens there were: a chunk may hold several.
      ("stream_options", ["include_usage": true]),
      ("temperature", sampling.temperature), ("top_p", sampling.topP), ("top_k", sampling.topK),
      ("min_p", sampling.minP), ("repetition_penalty", sampling.repetitionPenalty),
      ("frequency_penalty", sampling.frequencyPenalty), ("presence_penalty", sampling.presencePenalty),
      ("logit_bias", biases.isEmpty ? nil : Dictionary(uniqueKeysWithValues: biases)),
      // Some servers take signed numbers of 64 bits, others no more than JSON's 53.
      ("seed", sampling.seed.map { $0 & 0x1f_ffff_ffff_ffff }),
    ]
  }

  private struct Key: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    let intValue: Int? = nil

    init(_ name: String) { stringValue = name }
    init(stringLiteral name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }
}
