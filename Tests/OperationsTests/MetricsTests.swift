import Operations
import Testing

@Suite struct MetricsTests {
  private enum Outcome: String, CaseIterable { case answered, refused }

  // The exposition as a scraper reads it.
  @Test func prometheusText() {
    let registry = MetricsRegistry()
    registry.counter("weir_requests_total", help: "Requests.", [MetricLabel("outcome", Outcome.answered)])
      .increment(by: 2)
    registry.counter("weir_requests_total", help: "Requests.", [MetricLabel("outcome", Outcome.refused)]).increment()
    registry.gauge("weir_backends", help: "Back ends.").set(3)
    let latency = registry.histogram("weir_step_seconds", help: "Steps.", bounds: [0.125, 1])
    for value in [0.125, 0.5, 7, .nan] { latency.observe(value) }
    latency.observe(.microseconds(62_500))
    #expect(
      registry.prometheusText() == """
        # HELP weir_backends Back ends.
        # TYPE weir_backends gauge
        weir_backends 3
        # HELP weir_requests_total Requests.
        # TYPE weir_requests_total counter
        weir_requests_total{outcome="answered"} 2
        weir_requests_total{outcome="refused"} 1
        # HELP weir_step_seconds Steps.
        # TYPE weir_step_seconds histogram
        weir_step_seconds_bucket{le="0.125"} 2
        weir_step_seconds_bucket{le="1.0"} 3
        weir_step_seconds_bucket{le="+Inf"} 4
        weir_step_seconds_sum 7.6875
        weir_step_seconds_count 4

        """)
  }

  @Test func theSameNameAndLabelsAreTheSameSeries() {
    let registry = MetricsRegistry()
    registry.counter("a_total", help: "A.").increment()
    registry.counter("a_total", help: "A.").increment()
    #expect(registry.counter("a_total", help: "A.").value == 2)
  }

  @Test(
    "only names become labels",
    arguments: [
      ("stories260K", "stories260K"), ("org/model:q8-0", "org/model:q8-0"), ("", "other"), ("John Smith", "other"),
      ("a\"}", "other"), ("张伟", "other"), (String(repeating: "a", count: 65), "other"),
    ])
  func labels(configured: String, shown: String) {
    let registry = MetricsRegistry()
    registry.gauge("g", help: "G.", [MetricLabel("model", configured: configured)]).set(1)
    #expect(registry.prometheusText().contains("g{model=\"\(shown)\"} 1\n"))
  }

  @Test func aFloodOfLabelsSharesOneSeries() {
    let registry = MetricsRegistry()
    for tenant in 0..<10_000 {
      registry.counter("t_total", help: "T.", [MetricLabel("tenant", configured: "t\(tenant)")]).increment()
    }
    let lines = registry.prometheusText().split(separator: "\n")
    #expect(lines.count == 2 + MetricsRegistry.seriesMax + 1)
    #expect(lines.contains("t_total{tenant=\"other\"} \(10_000 - MetricsRegistry.seriesMax)"))
  }

  @Test func countsFromManyTasksAddUp() async {
    let registry = MetricsRegistry()
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<1000 {
            registry.counter("c_total", help: "C.").increment()
            registry.histogram("h_seconds", help: "H.").observe(1)
          }
        }
      }
    }
    #expect(registry.counter("c_total", help: "C.").value == 8000)
    #expect(registry.prometheusText().contains("h_seconds_count 8000\n"))
  }
}
