internal import RPC
internal import ZeroMQ

/// What the network thread does: commands and envelopes go into the node, its actions come out.
final class ReactorLoop {
  /// Envelopes taken before answers go out: more would starve the senders, fewer would flush too often.
  static let receivedMax = 256
  /// While tasks are waiting to run; finding that there is nothing to receive costs two system calls, too.
  static let turnsBetweenReceiving = 4
  /// Looking at connections costs two system calls.
  static let turnsBetweenEvents = 64
  /// A gone connection shows in the monitor before the socket forgets it.
  static let probeDelay = Duration.milliseconds(20)

  var node: Node
  let transport: any Transport
  var services: [String: RPCService]
  var sinks: [CallID: CallSink] = [:]
  var handlers: [IncomingCallID: RunningHandler] = [:]
  var peerKeys: [PeerID: CurvePublicKey] = [:]
  let onEvent: (@Sendable (MessagingEvent) -> Void)?
  var post: @Sendable (Command) -> Void = { _ in }
  weak var executor: Reactor?

  var now: MonotonicTime
  private(set) var isStopped = false
  private var finish: (@Sendable () -> Void)?
  var drained: [@Sendable () -> Void] = []
  private let message = Message()
  private var writer = WireWriter()
  private var actions: [NodeAction] = []
  private var mustLookAtEvents = true
  private var turns = 0
  private var unreachable: Set<PeerID> = []
  private var probeAt: MonotonicTime?
  private(set) var malformedCount: UInt64 = 0

  init(
    node: Node, transport: any Transport, services: [RPCService], now: MonotonicTime,
    onEvent: (@Sendable (MessagingEvent) -> Void)?
  ) {
    self.node = node
    self.transport = transport
    self.services = Dictionary(services.map { ($0.name, $0) }) { _, last in last }
    self.now = now
    self.onEvent = onEvent
  }

  /// One round: receive, let time pass, act, send. True when there was something to do.
  func turn(mayReceive: Bool) -> Bool {
    now = .now()
    turns += 1
    // A thread that never sleeps is never told.
    if turns % Self.turnsBetweenEvents == 0 { mustLookAtEvents = true }
    var isBusy = false
    if mayReceive || turns % Self.turnsBetweenReceiving == 0, receive(isBusy: &isBusy) { noticeLosses() }
    node.tick(now: now)
    // Acting can cause more actions only through commands, which come with the next turn.
    if performActions() { isBusy = true }
    if flush() { isBusy = true }
    return isBusy
  }

  var descriptors: [Int32] { transport.descriptors }

  /// Milliseconds until there is something to do by the clock.
  var sleepMs: Int32 {
    let due = min(node.wakeAt, probeAt ?? .distantFuture)
    return Int32(clamping: max(0, (due.nanoseconds - now.nanoseconds + 999_999) / 1_000_000))
  }

  func wokeUp(readable: Set<Int32>) {
    if !readable.isDisjoint(with: transport.eventDescriptors) { mustLookAtEvents = true }
  }

  func stop(_ done: @escaping @Sendable () -> Void) {
    isStopped = true
    finish = done
  }

  /// The last act: every waiting caller and handler is told.
  func takeFinish() -> (@Sendable () -> Void)? {
    _ = performActions()
    _ = flush()
    for sink in sinks.values { sink.finish(CallEnd(.unavailable, reason: "this endpoint was shut down")) }
    for handler in handlers.values { handler.abandon(.cancelled) }
    for waiting in drained { waiting() }
    sinks = [:]
    handlers = [:]
    drained = []
    return finish
  }

  // MARK: Receiving

  /// True when nothing is left to receive.
  private func receive(isBusy: inout Bool) -> Bool {
    for _ in 0..<Self.receivedMax {
      guard let received = try? transport.receive(into: message) else { return true }
      isBusy = true
      guard case .payload(let peer) = received, let envelope = decode() else {
        malformedCount += 1
        continue
      }
      accept(peer)
      node.receive(envelope, from: peer, now: now)
    }
    mustLookAtEvents = true
    return false
  }

  private func decode() -> Envelope? {
    message.withBytes { try? Envelope(wire: $0) }
  }

  /// A peer that dialled in is known by its first envelope.
  private func accept(_ peer: PeerID) {
    guard let router = transport as? RouterTransport, !node.knows(peer) else { return }
    let (permissions, key) = router.authorize(message)
    peerKeys[peer] = key
    node.accepted(peer, permissions: permissions, now: now)
  }

  // MARK: Connections

  /// Only when nothing is left to receive: the last answers of a peer that left are still good.
  private func noticeLosses() {
    for peer in unreachable {
      node.disconnected(peer, now: now)
      peerKeys[peer] = nil
    }
    for peer in unreachable { try? transport.reopen(peer) }
    unreachable = []
    if mustLookAtEvents { takeEvents() }
    probe()
  }

  private func takeEvents() {
    mustLookAtEvents = false
    for event in (try? transport.takeEvents()) ?? [] {
      switch event {
      case .dialled(let peer, let address):
        node.dialled(peer, now: now)
        onEvent?(.gatewayConnected(address: address))
      case .lost(let peer, let address):
        node.disconnected(peer, now: now)
        onEvent?(.gatewayLost(address: address))
      case .refused(let address): onEvent?(.gatewayRefused(address: address))
      case .somePeerLeft: probeAt = probeAt ?? now + Self.probeDelay
      case .keyRefused: onEvent?(.keyRefused)
      }
    }
  }

  private func probe() {
    guard let due = probeAt, due <= now else { return }
    probeAt = nil
    node.probe(now: now)
  }

  // MARK: Sending

  private func performActions() -> Bool {
    node.takeActions(into: &actions)
    for action in actions { perform(action) }
    return !actions.isEmpty
  }

  private func flush() -> Bool {
    var isBusy = false
    while let (peer, envelope) = node.nextEnvelope() {
      isBusy = true
      writer.removeAll()
      envelope.write(to: &writer)
      send(to: peer)
    }
    return isBusy
  }

  private func send(to peer: PeerID) {
    guard (try? transport.send(writer.bytes, to: peer)) != .sent else { return }
    // Gone, or too slow to be told apart from it.
    unreachable.insert(peer)
  }
}

extension MonotonicTime {
  static func now() -> MonotonicTime { MonotonicTime(nanoseconds: monotonicNanoseconds()) }
}
