internal import Foundation
internal import Messaging

/// A gateway and the process that echoes.
struct EchoBench: Sendable {
  private let gateway: GatewayEndpoint
  private let curve: Bool
  private let pinned: Bool
  // Only its input is closed and its end awaited, after all measuring.
  private let process: Process

  init(curve: Bool, isPinned: Bool, start: (Invitation) throws -> Process) async throws {
    self.curve = curve
    let gatewayKeys = try CurveKeyPair.generate()
    let backendKeys = try CurveKeyPair.generate()
    var configuration = GatewayConfiguration(
      addresses: ["tcp://127.0.0.1:*"],
      security: curve ? .curve(gatewayKeys, backends: [backendKeys.publicKey], clients: []) : .none)
    configuration.allowsPlainLoopback = true
    configuration.limits.processor = isPinned ? 0 : nil
    pinned = isPinned
    gateway = try GatewayEndpoint(configuration)
    process = try start(
      Invitation(
        address: gateway.addresses[0], gatewayKey: curve ? gatewayKeys.publicKey : nil,
        keys: curve ? backendKeys : nil, processor: isPinned ? 1 : nil))
    while await gateway.backends().isEmpty {
      guard process.isRunning else { throw MessagingError(.system, "the echo server did not start") }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  func stop() async {
    try? (process.standardInput as? Pipe)?.fileHandleForWriting.close()
    process.waitUntilExit()
    await gateway.shutdown()
  }

  func measure(payloadBytes: Int, inFlight: Int, seconds: Double) async throws -> RPCBenchmark.Row {
    _ = try await run(payloadBytes: payloadBytes, inFlight: inFlight, seconds: min(0.5, seconds / 2))
    let started = ContinuousClock.now
    let nanoseconds = try await run(payloadBytes: payloadBytes, inFlight: inFlight, seconds: seconds).sorted()
    let elapsed = (ContinuousClock.now - started) / .seconds(1)
    func percentile(_ share: Double) -> Double {
      Double(nanoseconds[Int(Double(nanoseconds.count - 1) * share)]) / 1_000
    }
    return RPCBenchmark.Row(
      payloadBytes: payloadBytes, inFlight: inFlight, curve: curve, pinned: pinned,
      callsPerSecond: Double(nanoseconds.count) / elapsed, p50Microseconds: percentile(0.5),
      p99Microseconds: percentile(0.99))
  }

  /// Latencies of all calls of so many callers, each with one call at a time.
  private func run(payloadBytes: Int, inFlight: Int, seconds: Double) async throws -> [Int64] {
    let payload = [UInt8](repeating: 0x61, count: payloadBytes)
    let end = ContinuousClock.now + .seconds(seconds)
    return try await withThrowingTaskGroup(of: [Int64].self) { group in
      for _ in 0..<inFlight {
        group.addTask(executorPreference: gateway.executor) { try await callRepeatedly(payload, until: end) }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  private func callRepeatedly(_ payload: [UInt8], until end: ContinuousClock.Instant) async throws -> [Int64] {
    var latencies: [Int64] = []
    var started = ContinuousClock.now
    while started < end {
      _ = try await gateway.call("bench.Echo", "Unary", payload: payload)
      let now = ContinuousClock.now
      let (whole, atto) = (now - started).components
      latencies.append(whole * 1_000_000_000 + atto / 1_000_000_000)
      started = now
    }
    return latencies
  }
}
