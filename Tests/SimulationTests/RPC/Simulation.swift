import RPC
import TestSupport

/// A gateway, some back ends and some clients over a bad network, until every call has ended.
///
/// Clients call the gateway's service `chat`, whose handler calls the back ends' service `work` and passes its messages
/// on: the same two hops as in production.
struct Simulation {
  typealias Place = SimulatedNetwork.Place

  struct Size {
    var backends = 3
    var clients = 2
    var calls = 60
  }

  /// The gateway is process 0, then come the back ends, then the clients.
  static let gateway: Place = 0

  private(set) var now = MonotonicTime(nanoseconds: 0)
  var random: SeededGenerator
  private var network: SimulatedNetwork
  var processes: [SimulatedProcess] = []
  /// Who dialled each connection that stands, and the connection of each place.
  private var diallers: [Int: Place] = [:]
  private var connections: [Int?]
  private var redialAt: [MonotonicTime?]
  private var nextConnection = 1
  private var nextRun: UInt32 = 1
  private var callsLeft: Int
  private var faults: [String] = []
  private let size: Size

  init(seed: UInt64, faults: SimulatedNetwork.Faults, size: Size = Size()) {
    random = SeededGenerator(seed: seed)
    network = SimulatedNetwork(faults)
    self.size = size
    callsLeft = size.calls
    let count = 1 + size.backends + size.clients
    connections = Array(repeating: nil, count: count)
    redialAt = Array(repeating: now, count: count)
    redialAt[Self.gateway] = nil
    for place in 0..<count { processes.append(makeProcess(place)) }
  }

  /// Runs to the end and returns what went wrong.
  mutating func run() -> [String] {
    var quietSteps = 0
    for _ in 0..<60_000 {
      step()
      let isQuiet = callsLeft == 0 && processes.allSatisfy { $0.observer.openCount == 0 }
      quietSteps = isQuiet ? quietSteps + 1 : 0
      if quietSteps > 200 { return faults + processes.flatMap(\.observer.faults) + leftovers() }
    }
    return faults + ["some calls never ended"]
  }

  /// How the calls of all clients ended.
  var statuses: [StatusCode: Int] {
    let ends = clients.flatMap { processes[$0].observer.calls.values.compactMap(\.end?.status) }
    return Dictionary(ends.map { ($0, 1) }, uniquingKeysWith: +)
  }

  var gatewayStatistics: NodeStatistics { processes[Self.gateway].node.statistics }

  private var backends: Range<Place> { 1..<1 + size.backends }
  private var clients: Range<Place> { 1 + size.backends..<processes.count }

  private func leftovers() -> [String] {
    processes.indices.filter { processes[$0].node.callingCount != 0 }.map { "process \($0) still holds calls" }
  }

  private mutating func step() {
    now = now + .milliseconds(1)
    misbehave()
    for place in processes.indices { redial(place) }
    makeCalls()
    for delivery in network.takeDue(now: now) { receive(delivery) }
    for place in processes.indices where processes[place].frozenUntil <= now { work(place) }
  }

  // MARK: Processes

  private mutating func makeProcess(_ place: Place) -> SimulatedProcess {
    var configuration = NodeConfiguration()
    configuration.pingInterval = .milliseconds(200)
    var registration: Registration?
    if backends.contains(place) {
      registration = Registration(instanceID: [UInt8(place)], services: ["work"], slots: 4)
    }
    let node = Node(configuration, registration: registration, seed: random.next(), now: now)
    return SimulatedProcess(node, firstCall: random.next() >> 8)
  }

  private mutating func redial(_ place: Place) {
    guard let due = redialAt[place], due <= now else { return }
    redialAt[place] = nil
    connections[place] = nextConnection
    diallers[nextConnection] = place
    let permissions: PeerPermissions = backends.contains(place) ? .register : .call
    processes[Self.gateway].node.accepted(nextConnection, permissions: permissions, now: now)
    // A dialler knows the gateway as peer 0 on every connection.
    processes[place].node.dialled(0, now: now)
    nextConnection += 1
  }

  private mutating func cut(_ place: Place) {
    guard let connection = connections[place] else { return }
    connections[place] = nil
    diallers[connection] = nil
    network.cut(connection)
    processes[Self.gateway].node.disconnected(connection, now: now)
    processes[place].node.disconnected(0, now: now)
    redialAt[place] = now + .milliseconds(Int64.random(in: 5...100, using: &random))
  }

  private mutating func kill(_ place: Place) {
    cut(place)
    processes[place] = makeProcess(place)
    redialAt[place] = now + .milliseconds(Int64.random(in: 20...300, using: &random))
  }

  private mutating func misbehave() {
    for place in connections.indices where perSecond(network.faults.breaks) { cut(place) }
    for place in backends {
      if perSecond(network.faults.kills) { kill(place) }
      if perSecond(network.faults.freezes) {
        processes[place].frozenUntil = now + .milliseconds(Int64.random(in: 50...2_000, using: &random))
      }
      if perSecond(network.faults.drains) { processes[place].node.drain() }
      if let due = processes[place].drainedAt, due <= now { kill(place) }
    }
  }

  private mutating func perSecond(_ rate: Double) -> Bool { happens(rate / 1_000, &random) }

  // MARK: Calls

  private mutating func makeCalls() {
    guard callsLeft > 0, happens(0.2, &random) else { return }
    callsLeft -= 1
    let messageCount = Int.random(in: 0...20, using: &random)
    var request = CallRequest(
      service: "chat", method: "Stream", payload: [UInt8(messageCount)],
      window: UInt32.random(in: 1...8, using: &random), waitsForReady: true)
    if happens(0.5, &random) { request.deadline = now + .milliseconds(Int64.random(in: 1...3_000, using: &random)) }
    let place = Int.random(in: clients, using: &random)
    _ = processes[place].begin(request, messageCount: messageCount, now: now)
  }

  // MARK: Envelopes

  private mutating func receive(_ delivery: SimulatedNetwork.Delivery) {
    let peer = delivery.to == Self.gateway ? delivery.connection : 0
    processes[delivery.to].node.receive(delivery.envelope, from: peer, now: now)
  }

  private mutating func work(_ place: Place) {
    processes[place].node.tick(now: now)
    for action in processes[place].takeActions() { perform(action, at: place) }
    if place == Self.gateway { relay() }
    if backends.contains(place) { for id in processes[place].running { advance(id, at: place) } }
    if clients.contains(place) { readSome(at: place) }
    while let (peer, envelope) = processes[place].node.nextEnvelope() { send(envelope, from: place, peer: peer) }
  }

  private mutating func send(_ envelope: Envelope, from place: Place, peer: PeerID) {
    let connection = place == Self.gateway ? peer : connections[place]
    guard let connection, let dialler = diallers[connection] else { return }
    let target = place == Self.gateway ? dialler : Self.gateway
    network.send(envelope, from: place, to: target, connection: connection, now: now, random: &random)
  }

  private mutating func perform(_ action: NodeAction, at place: Place) {
    switch action {
    case .deliver(let id, let payload): processes[place].observer.deliver(id, payload)
    case .finish(let id, let end): processes[place].observer.finish(id, end, now: now)
    case .start(let id, let begin, let deadline): startHandler(id, begin, deadline: deadline, at: place)
    case .credit(let id, let total): processes[place].handlers[id]?.credit.raise(to: total)
    case .abandon(let id, _): abandon(id, at: place)
    case .drained: processes[place].drainedAt = now + .milliseconds(100)
    case .assigned, .joined, .left, .registered: break
    }
  }

  // MARK: Handlers

  private mutating func startHandler(_ id: IncomingCallID, _ begin: Begin, deadline: MonotonicTime?, at place: Place) {
    if processes[place].drainedAt != nil { faults.append("a drained back end took a call") }
    let count = Int(begin.payload.first ?? 0)
    var handler = SimulatedProcess.Handler(
      run: nextRun, messagesLeft: count, credit: CreditWindow(granted: UInt64(begin.credit)), readyAt: now)
    nextRun += 1
    if place == Self.gateway {
      let request = CallRequest(
        service: "work", method: "Stream", payload: begin.payload, deadline: deadline, window: begin.credit,
        waitsForReady: true)
      handler.relayed = processes[place].begin(request, messageCount: count, now: now)
    }
    processes[place].start(handler, id)
  }

  private mutating func abandon(_ id: IncomingCallID, at place: Place) {
    guard let handler = processes[place].handlers[id] else { return }
    processes[place].handlers[id]?.isAbandoned = true
    if let relayed = handler.relayed { processes[place].node.cancel(relayed, now: now) }
  }

  /// Back ends send a message now and then, as far as credit goes, and end after the last.
  private mutating func advance(_ id: IncomingCallID, at place: Place) {
    guard var handler = processes[place].handlers[id], handler.readyAt <= now else { return }
    handler.readyAt = now + .milliseconds(Int64.random(in: 1...20, using: &random))
    if handler.isAbandoned || handler.messagesLeft == 0 { return processes[place].finish(id, CallEnd(.ok)) }
    if handler.credit.take() {
      let message = SimulatedMessage(run: handler.run, index: handler.sent)
      processes[place].node.write(id, message.payload, now: now)
      handler.sent += 1
      handler.messagesLeft -= 1
    }
    processes[place].handlers[id] = handler
  }

  /// Clients read now and then, and sometimes lose interest.
  private mutating func readSome(at place: Place) {
    for id in processes[place].observer.active {
      guard let call = processes[place].observer.calls[id] else { continue }
      if call.end == nil && happens(0.0002, &random) { processes[place].node.cancel(id, now: now) }
      guard call.consumed < call.received, happens(0.3, &random) else { continue }
      processes[place].observer.consume(id)
      processes[place].node.consume(id, count: 1)
    }
  }

  /// The gateway passes on what it can, and the end when all was passed on, or at once with an error.
  private mutating func relay() {
    for id in processes[Self.gateway].running {
      guard let relayed = processes[Self.gateway].handlers[id]?.relayed else { continue }
      relayMessages(id, relayed)
      guard let call = processes[Self.gateway].observer.calls[relayed], let end = call.end,
        let handler = processes[Self.gateway].handlers[id]
      else { continue }
      if handler.isAbandoned || end.status != .ok || call.consumed == call.received {
        processes[Self.gateway].finish(id, CallEnd(end.status, reason: end.reason))
      }
    }
  }

  private mutating func relayMessages(_ id: IncomingCallID, _ relayed: CallID) {
    while let call = processes[Self.gateway].observer.calls[relayed], call.consumed < call.received,
      let handler = processes[Self.gateway].handlers[id],
      processes[Self.gateway].handlers[id]?.credit.take() == true
    {
      processes[Self.gateway].observer.consume(relayed)
      processes[Self.gateway].node.consume(relayed, count: 1)
      let message = SimulatedMessage(run: handler.run, index: call.consumed)
      processes[Self.gateway].node.write(id, message.payload, now: now)
    }
  }
}
