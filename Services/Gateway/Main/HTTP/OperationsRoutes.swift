import HTTPTypes
import Hummingbird
import Messaging
import Operations

/// What operators and their tools ask: is it alive, can it answer, how much did it do. No text of a request is here.
struct OperationsRoutes: Sendable {
  let endpoint: GatewayEndpoint
  let metrics: MetricsRegistry

  /// Services without which no question can be answered.
  private static let needed = ["weir.v1.Tokenizer", "weir.v1.Worker", "weir.v1.KnowledgeBase"]

  func live() -> Response { text("ok\n") }

  func ready() async -> Response {
    let present = Set(await endpoint.backends().flatMap(\.services))
    let missing = Self.needed.filter { !present.contains($0) }
    guard missing.isEmpty else {
      return text("waiting for \(missing.joined(separator: ", "))\n", status: .serviceUnavailable)
    }
    return text("ready\n")
  }

  func metricsPage() async -> Response {
    let backends = await endpoint.backends()
    for service in Self.needed {
      let name = MetricLabel("service", configured: service)
      let serving = backends.filter { $0.services.contains(service) }
      metrics.gauge("weir_backends", help: "Back ends connected.", [name]).set(serving.count)
      metrics.gauge("weir_slots", help: "Calls that back ends run at once.", [name])
        .set(serving.reduce(0) { $0 + $1.slots })
      metrics.gauge("weir_running", help: "Calls that back ends run now.", [name])
        .set(serving.reduce(0) { $0 + $1.running })
    }
    return text(metrics.prometheusText())
  }

  private func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
