import Messaging
import Synchronization
import Testing

@Suite struct StreamTests {
  @Test(arguments: [1, 2, 16, 500])
  func messagesComeInOrderThroughAnyWindow(window: Int) async throws {
    let installation = try Installation()
    let backend = try installation.backend([.echo])
    try await installation.waitForBackends(1)
    let bytes = (0..<200).map { UInt8($0) }
    var options = CallOptions()
    options.window = window
    var received: [UInt8] = []
    for try await message in installation.gateway.stream("test.Echo", "Split", payload: bytes, options: options) {
      received += message
    }
    #expect(received == bytes)
    await backend.drain()
  }

  @Test func aStreamNamesTheBackEndThatAnswers() async throws {
    let installation = try Installation()
    let backends = try [installation.backend([.echo]), installation.backend([.echo])]
    try await installation.waitForBackends(2)
    let instances = Set(await installation.gateway.backends().map(\.instance))
    for _ in 0..<8 {
      let stream = installation.gateway.stream("test.Echo", "Split", payload: [1])
      for try await _ in stream {}
      let backend = try #require(stream.backend)
      #expect(instances.contains(backend))
    }
    for backend in backends { await backend.drain() }
  }

  /// Two hops, as a token takes them: worker to gateway, gateway to client.
  @Test func aGatewayRelaysAStream() async throws {
    let relayed = Relay()
    let installation = try Installation([relayed.service])
    relayed.gateway.withLock { $0 = installation.gateway }
    let backend = try installation.backend([.echo])
    try await installation.waitForBackends(1)
    let client = try installation.client()
    var received: [UInt8] = []
    for try await message in client.stream("test.Relay", "Split", payload: [1, 2, 3, 4, 5]) { received += message }
    #expect(received == [1, 2, 3, 4, 5])
    relayed.gateway.withLock { $0 = nil }
    await backend.drain()
  }

  /// A caller that does not read holds the callee at the window: nothing piles up in between.
  @Test func creditHoldsTheCallee() async throws {
    let written = Counter()
    let service = RPCService(
      "test.Flood",
      [
        "Run": .serverStreaming { _, _, writer in
          while true {
            try await writer.write([UInt8](repeating: 0, count: 1_000))
            written.add()
          }
        }
      ])
    let installation = try Installation([service])
    let client = try installation.client()
    var options = CallOptions()
    options.window = 10
    let stream = client.stream("test.Flood", "Run", payload: [], options: options)
    try await eventually { written.value == 10 }
    try await Task.sleep(for: .milliseconds(100))
    #expect(written.value == 10)
    var iterator = stream.makeAsyncIterator()
    for _ in 0..<30 { _ = try await iterator.next() }
    try await eventually { written.value >= 30 }
    #expect(written.value <= 40)
    stream.cancel()
  }

  enum Leaving: CaseIterable { case cancelTask, cancelStream, breakLoop }

  @Test(arguments: Leaving.allCases)
  func cancellationReachesTheHandler(leaving: Leaving) async throws {
    let stopped = Counter()
    let service = RPCService(
      "test.Endless",
      [
        "Run": .serverStreaming { _, _, writer in
          defer { stopped.add() }
          while true {
            try await writer.write([1])
            try await Task.sleep(for: .milliseconds(1))
          }
        }
      ])
    let installation = try Installation()
    let backend = try installation.backend([service])
    try await installation.waitForBackends(1)
    let gateway = installation.gateway
    let reading = Counter()
    let task = Task {
      let stream = gateway.stream("test.Endless", "Run", payload: [])
      for try await _ in stream {
        reading.add()
        if leaving == .breakLoop { break }
        if leaving == .cancelStream { stream.cancel() }
      }
    }
    try await eventually { reading.value > 0 }
    if leaving == .cancelTask { task.cancel() }
    try await eventually { stopped.value == 1 }
    _ = await task.result
    await backend.drain()
  }

  @Test func deadlineEndsCallAndHandler() async throws {
    let stopped = Counter()
    let service = RPCService(
      "test.Slow",
      [
        "Get": .unary { _, _ in
          defer { stopped.add() }
          try await Task.sleep(for: .seconds(600))
          return []
        }
      ])
    let installation = try Installation()
    let backend = try installation.backend([service])
    try await installation.waitForBackends(1)
    let error = await #expect(throws: RPCError.self) {
      try await installation.gateway.call(
        "test.Slow", "Get", payload: [], options: CallOptions(timeout: .milliseconds(50)))
    }
    #expect(error?.status == .deadlineExceeded)
    try await eventually { stopped.value == 1 }
    await backend.drain()
  }
}

/// A gateway's service which passes a back end's stream on; it needs the gateway, which needs the service first.
final class Relay: Sendable {
  let gateway = Mutex<GatewayEndpoint?>(nil)

  var service: RPCService {
    RPCService(
      "test.Relay",
      [
        "Split": .serverStreaming { [self] context, payload, writer in
          guard let gateway = gateway.withLock({ $0 }) else { return }
          let stream = gateway.stream("test.Echo", "Split", payload: payload, options: context.callOptions)
          for try await message in stream { try await writer.write(message) }
        }
      ])
  }
}

final class Counter: Sendable {
  private let count = Atomic<Int>(0)
  var value: Int { count.load(ordering: .relaxed) }
  func add() { count.wrappingAdd(1, ordering: .relaxed) }
}
