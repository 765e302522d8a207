internal import RPC
internal import ZeroMQ

/// Starts the network thread of an endpoint.
func startReactor(
  _ name: String, _ limits: MessagingLimits, _ loop: ReactorLoop
) throws(MessagingError) -> Reactor {
  try withMessagingError(.system, "the network thread cannot start") { () throws(ZeroMQError) in
    try Reactor(name: name, processor: limits.processor, loop)
  }
}

/// Starts an endpoint that dials gateways.
func dial(
  _ gateways: [GatewayAddress], keys: CurveKeyPair?, limits: MessagingLimits, node: Node, services: [RPCService],
  now: MonotonicTime, onEvent: (@Sendable (MessagingEvent) -> Void)?
) throws(MessagingError) -> Reactor {
  let transport = try withMessagingError(.address, "a gateway cannot be dialled") { () throws(ZeroMQError) in
    try DealerTransport(gateways: gateways, keys: keys, behaviour: SocketBehaviour(limits), processor: limits.processor)
  }
  let loop = ReactorLoop(node: node, transport: transport, services: services, now: now, onEvent: onEvent)
  return try startReactor("weir-dealer-io", limits, loop)
}

extension SocketBehaviour {
  init(_ limits: MessagingLimits) {
    self.init(messageBytesMax: Int64(limits.messageBytesMax + EnvelopeLimits.overheadMax))
    heartbeatIntervalMs = limits.heartbeatInterval.wholeMilliseconds
    heartbeatTimeoutMs = limits.heartbeatTimeout.wholeMilliseconds
  }
}

extension Duration {
  fileprivate var wholeMilliseconds: Int32 {
    Int32(clamping: components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000)
  }
}

extension Reactor {
  /// Ends the thread and waits for it.
  func stop() async {
    await withUnsafeContinuation { continuation in post(.stop { continuation.resume() }) }
  }

  /// Waits for running calls, but not longer than `limit`, then ends the thread.
  func drainAndStop(limit: Duration) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.drained() }
      group.addTask { try? await Task.sleep(for: limit) }
      await group.next()
      group.cancelAll()
      // Also releases what still waits for the drain.
      await stop()
    }
  }

  private func drained() async {
    await withUnsafeContinuation { continuation in post(.drain { continuation.resume() }) }
  }
}

/// Refuses settings that would leave a port open to everybody.
func validate(
  _ gateways: [GatewayAddress], keys: CurveKeyPair?, limits: MessagingLimits, allowsPlainLoopback: Bool = false
) throws(MessagingError) {
  try limits.validate()
  guard !gateways.isEmpty else { throw MessagingError(.configuration, "name at least one gateway to dial") }
  for gateway in gateways where gateway.key == nil || keys == nil {
    guard ipcPath(gateway.address) != nil || allowsPlainLoopback && isLoopback(gateway.address) else {
      throw MessagingError(
        .configuration, "\(gateway.address) needs the gateway's public key and own keys; only ipc:// goes without")
    }
  }
}

extension GatewayConfiguration {
  func validate() throws(MessagingError) {
    try limits.validate()
    guard !addresses.isEmpty else { throw MessagingError(.configuration, "name at least one address to listen on") }
    guard case .none = security else { return }
    for address in addresses where ipcPath(address) == nil && !(allowsPlainLoopback && isLoopback(address)) {
      throw MessagingError(.configuration, "\(address) needs CURVE keys; only ipc:// goes without")
    }
  }
}

extension MessagingLimits {
  func validate() throws(MessagingError) {
    guard messageBytesMax > 0, messageBytesMax <= 1 << 30 else {
      throw MessagingError(.configuration, "messageBytesMax is \(messageBytesMax), it must be from 1 to 2^30")
    }
    guard pingInterval > .zero, heartbeatInterval > .zero, heartbeatTimeout > heartbeatInterval else {
      throw MessagingError(.configuration, "intervals must be positive, and heartbeatTimeout above heartbeatInterval")
    }
  }
}

private func isLoopback(_ address: String) -> Bool { address.hasPrefix("tcp://127.0.0.1:") }
