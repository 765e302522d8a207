internal import RPC
internal import ZeroMQ

/// What other threads ask of the network thread.
enum Command: Sendable {
  case begin(CallID, CallRequest, CallSink)
  case consume(CallID, Int)
  case cancel(CallID)
  case write(IncomingCallID, [UInt8])
  case finish(IncomingCallID, CallEnd)
  case report(Load)
  case drain(@Sendable () -> Void)
  case inspect(@Sendable (borrowing Node, MonotonicTime) -> Void)
  case allow(backends: Set<CurvePublicKey>, clients: Set<CurvePublicKey>)
  case stop(@Sendable () -> Void)
}

/// Who waits for a call.
enum CallSink: Sendable {
  case unary(UnsafeContinuation<CallEnd, Never>)
  case stream(StreamBuffer)

  func finish(_ end: CallEnd) {
    switch self {
    case .unary(let continuation): continuation.resume(returning: end)
    case .stream(let buffer): buffer.finish(end)
    }
  }
}

/// The two queues into the network thread: commands, and jobs of tasks that run there.
struct Inbox {
  var commands: [Command] = []
  var jobs: [UnownedJob] = []
  /// Jobs at the front that were taken already.
  private var jobsTaken = 0

  var isEmpty: Bool { commands.isEmpty && jobs.isEmpty }

  /// Empties this inbox into `other`, which is empty: the two take turns, so nothing is allocated in the long run.
  mutating func move(to other: inout Inbox) { swap(&self, &other) }

  mutating func append(contentsOf other: inout Inbox) {
    if isEmpty { return swap(&self, &other) }
    commands += other.commands
    jobs += other.jobs[other.jobsTaken...]
    other = Inbox()
  }

  mutating func takeJob() -> UnownedJob? {
    guard jobsTaken < jobs.count else { return nil }
    defer {
      jobsTaken += 1
      if jobsTaken == jobs.count {
        jobs.removeAll(keepingCapacity: true)
        jobsTaken = 0
      }
    }
    return jobs[jobsTaken]
  }
}
