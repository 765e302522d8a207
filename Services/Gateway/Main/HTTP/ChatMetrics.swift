import ChatPipeline
import Operations

/// Counts of requests by how they ended.
struct ChatMetrics: Sendable {
  private let registry: MetricsRegistry

  init(_ registry: MetricsRegistry) { self.registry = registry }

  func answered(_ outcome: RecordedOutcome) {
    registry.counter("weir_requests_total", help: "Chat requests by outcome.", [MetricLabel("outcome", "answered")])
      .increment()
    registry.counter("weir_prompt_tokens_total", help: "Tokens of prompts.").increment(by: UInt64(outcome.promptTokens))
    registry.counter("weir_completion_tokens_total", help: "Tokens of answers.")
      .increment(by: UInt64(outcome.completionTokens))
  }

  func refused(_ refusal: Refusal) {
    registry.counter(
      "weir_requests_total", help: "Chat requests by outcome.", [MetricLabel("outcome", refusal.status)]
    ).increment()
    registry.counter(
      "weir_refusals_total", help: "Refusals by the step that refused.", [MetricLabel("step", refusal.step)]
    )
    .increment()
  }
}
