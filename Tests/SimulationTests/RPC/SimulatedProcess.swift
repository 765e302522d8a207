import RPC
import TestSupport

/// A process: its node, the handlers it runs and the calls it made.
struct SimulatedProcess {
  struct Handler {
    var run: UInt32
    var messagesLeft: Int
    var sent = 0
    var credit: CreditWindow
    var readyAt: MonotonicTime
    var isAbandoned = false
    /// A gateway's handler only passes a back end's answer on.
    var relayed: CallID?
  }

  var node: Node
  var handlers: [IncomingCallID: Handler] = [:]
  /// The keys of `handlers` in the order of their begin: one seed must give one history.
  var running: [IncomingCallID] = []
  var observer = CallObserver()
  var frozenUntil = MonotonicTime(nanoseconds: 0)
  /// When it may be stopped: its last answers are on their way by then.
  var drainedAt: MonotonicTime?
  var nextCall: CallID
  private var actions: [NodeAction] = []

  init(_ node: Node, firstCall: CallID) {
    self.node = node
    nextCall = firstCall
  }

  mutating func takeActions() -> [NodeAction] {
    node.takeActions(into: &actions)
    return actions
  }

  mutating func start(_ handler: Handler, _ id: IncomingCallID) {
    handlers[id] = handler
    running.append(id)
  }

  mutating func finish(_ id: IncomingCallID, _ end: CallEnd) {
    handlers[id] = nil
    running.removeAll { $0 == id }
    node.finish(id, end)
  }

  mutating func begin(_ request: CallRequest, messageCount: Int, now: MonotonicTime) -> CallID {
    let id = nextCall
    nextCall += 1
    observer.begin(id, request, messageCount: messageCount, now: now)
    node.begin(request, id: id, now: now)
    return id
  }
}
