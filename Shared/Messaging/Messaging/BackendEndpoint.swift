internal import RPC
internal import ZeroMQ

/// A process that serves: dials one or more gateways, registers with each, and again after every reconnect.
public final class BackendEndpoint: Sendable {
  private let reactor: Reactor
  private let limits: MessagingLimits
  private let ended = PosixMutex(Ended())

  private struct Ended {
    var isOver = false
    var waiting: [UnsafeContinuation<Void, Never>] = []
  }

  /// Starts to dial at once and goes on until `drain` or `stop`.
  public init(_ configuration: BackendConfiguration, services: [RPCService]) throws(MessagingError) {
    try validate(
      configuration.gateways, keys: configuration.keys, limits: configuration.limits,
      allowsPlainLoopback: configuration.allowsPlainLoopback)
    limits = configuration.limits
    let now = MonotonicTime.now()
    let registration = Registration(
      instanceID: (0..<8).map { _ in .random(in: 0 ... .max) }, services: services.map(\.name),
      model: configuration.model, precision: configuration.precision, slots: UInt32(clamping: configuration.slots),
      version: configuration.version, variants: configuration.variants)
    let node = Node(
      NodeConfiguration(limits), registration: registration, seed: .random(in: 0 ... .max), now: now)
    reactor = try dial(
      configuration.gateways, keys: configuration.keys, limits: limits, node: node, services: services, now: now,
      onEvent: configuration.onEvent)
  }

  deinit { reactor.post(.stop {}) }

  /// Serves until `drain` was called and is done. Cancelling the task drains.
  public func run() async {
    await withTaskCancellationHandler {
      await waitForEnd()
      await drain()
    } onCancel: {
      signalEnd()
    }
  }

  /// Takes no new calls, lets the running ones end, then hangs up. Gateways send new calls elsewhere.
  public func drain() async {
    await reactor.drainAndStop(limit: limits.drainMax)
    signalEnd()
  }

  /// Tells the gateways how busy this process is; its callers see it when they choose.
  public func reportLoad(running: Int, queued: Int) {
    reactor.post(.report(Load(running: UInt32(clamping: running), queued: UInt32(clamping: queued))))
  }

  private func waitForEnd() async {
    await withUnsafeContinuation { continuation in
      let isOver = ended.withLock { ended in
        if !ended.isOver { ended.waiting.append(continuation) }
        return ended.isOver
      }
      if isOver { continuation.resume() }
    }
  }

  private func signalEnd() {
    let waiting = ended.withLock { ended in
      ended.isOver = true
      defer { ended.waiting = [] }
      return ended.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
