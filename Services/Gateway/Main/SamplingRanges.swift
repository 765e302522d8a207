import ChatPipeline

extension SamplingParameters {
  /// What is out of range, and the range; nil when nothing is.
  ///
  /// Source: OpenAI API reference, "Create chat completion"; `min_p`, `top_k` and `repetition_penalty` as vLLM takes
  /// them.
  var complaint: String? {
    Self.ranges.lazy.compactMap { $0(self) }.first ?? logitBiasComplaint
  }

  private static let ranges: [@Sendable (Self) -> String?] = [
    within("temperature", 0...2) { $0.temperature }, above0("top_p", 1) { $0.topP },
    within("min_p", 0...1) { $0.minP }, above0("repetition_penalty", 10) { $0.repetitionPenalty },
    within("frequency_penalty", -2...2) { $0.frequencyPenalty },
    within("presence_penalty", -2...2) { $0.presencePenalty },
    { $0.topK.map { $0 > 0 } ?? true ? nil : "'top_k' must be at least 1" },
  ]

  private static func within(
    _ field: String, _ range: ClosedRange<Float>, _ value: @escaping @Sendable (Self) -> Float?
  ) -> @Sendable (Self) -> String? {
    { parameters in
      value(parameters).map(range.contains) ?? true
        ? nil : "'\(field)' must be from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
    }
  }

  private static func above0(_ field: String, _ most: Float, _ value: @escaping @Sendable (Self) -> Float?)
    -> @Sendable (Self) -> String?
  {
    { parameters in
      value(parameters).map { $0 > 0 && $0 <= most } ?? true
        ? nil : "'\(field)' must be above 0 and at most \(Int(most))"
    }
  }

  private var logitBiasComplaint: String? {
    guard logitBias.count <= RequestLimits.logitBiasesMax else {
      return "'logit_bias' has more than \(RequestLimits.logitBiasesMax) tokens"
    }
    let isSound = logitBias.allSatisfy { $0.key >= 0 && (-100...100).contains($0.value) }
    return isSound ? nil : "'logit_bias' maps token ids to numbers from -100 to 100"
  }
}

/// Strings that end a choice.
enum StopStringRules {
  /// What is wrong with them; nil when nothing is.
  static func complaint(_ strings: [String]) -> String? {
    guard strings.count <= RequestLimits.stopStringsMax else {
      return "'stop' has more than \(RequestLimits.stopStringsMax) strings"
    }
    let isSound = strings.allSatisfy { (1...RequestLimits.stopStringBytesMax).contains($0.utf8.count) }
    return isSound ? nil : "a string of 'stop' must have from 1 to \(RequestLimits.stopStringBytesMax) bytes"
  }
}
