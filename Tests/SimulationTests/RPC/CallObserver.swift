import RPC

/// Watches the calls of one node from outside and holds what must be true of each.
struct CallObserver {
  struct Call {
    var request: CallRequest
    var begunAt: MonotonicTime
    /// The handler promised so many messages, numbered from 0.
    var messageCount: Int
    var received = 0
    var consumed = 0
    var end: CallEnd?
    /// The handler run whose messages arrive; messages of two runs must never mix.
    var run: UInt32?
  }

  private(set) var calls: [CallID: Call] = [:]
  private(set) var faults: [String] = []
  /// Calls that have not ended or have messages unread, in the order of their begin.
  private(set) var active: [CallID] = []
  private(set) var openCount = 0

  mutating func begin(_ id: CallID, _ request: CallRequest, messageCount: Int, now: MonotonicTime) {
    calls[id] = Call(request: request, begunAt: now, messageCount: messageCount)
    active.append(id)
    openCount += 1
  }

  mutating func consume(_ id: CallID) {
    calls[id]?.consumed += 1
    retire(id)
  }

  private mutating func retire(_ id: CallID) {
    guard let call = calls[id], call.end != nil, call.consumed == call.received else { return }
    active.removeAll { $0 == id }
  }

  mutating func deliver(_ id: CallID, _ payload: [UInt8]) {
    guard var call = calls[id] else { return fail(id, "a message for no call") }
    let message = SimulatedMessage(payload)
    if call.end != nil { fail(id, "a message after the end") }
    if message.index != call.received { fail(id, "message \(message.index) came as number \(call.received)") }
    if let run = call.run, run != message.run { fail(id, "the call was retried after its first message") }
    call.run = message.run
    call.received += 1
    if call.received - call.consumed > Int(call.request.window) { fail(id, "credit was exceeded") }
    calls[id] = call
  }

  mutating func finish(_ id: CallID, _ end: CallEnd, now: MonotonicTime) {
    guard var call = calls[id] else { return fail(id, "the end of no call") }
    if call.end != nil { fail(id, "ended twice") }
    if let deadline = call.request.deadline, now > deadline + Self.tick { fail(id, "ended after its deadline") }
    if end.status == .ok && call.received != call.messageCount {
      fail(id, "OK after \(call.received) of \(call.messageCount) messages")
    }
    if call.end == nil { openCount -= 1 }
    call.end = end
    calls[id] = call
    retire(id)
  }

  /// Deadlines are looked at once a step.
  static let tick = Duration.milliseconds(2)

  private mutating func fail(_ id: CallID, _ what: String) { faults.append("call \(id): \(what)") }
}

/// What a simulated handler sends: which run of the handler, and which message of it.
struct SimulatedMessage {
  var run: UInt32
  var index: Int

  init(run: UInt32, index: Int) {
    self.run = run
    self.index = index
  }

  init(_ payload: [UInt8]) {
    run = payload.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    index = payload.dropFirst(4).reduce(0) { $0 << 8 | Int($1) }
  }

  var payload: [UInt8] {
    [run >> 24, run >> 16 & 255, run >> 8 & 255, run & 255].map { UInt8($0) }
      + [UInt8(index >> 8 & 255), UInt8(index & 255)]
  }
}
