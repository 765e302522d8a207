internal import RPC
internal import Synchronization
internal import ZeroMQ

/// The thread that owns an endpoint's sockets and its node. Tasks can run on it too, which saves thread switches.
///
/// Other threads put commands into a locked inbox and wake the thread only when it sleeps.
/// `@unchecked Sendable`: `loop`, `local` and `taken` are touched only by the thread itself once it runs; everything
/// else is locked, atomic or never changes.
final class Reactor: TaskExecutor, @unchecked Sendable {
  /// Tasks that run before their calls and answers go out. Measured with 64 calls in flight, in thousands of calls a
  /// second: 6 gives 154, 16 gives 185; with no limit both ends take turns, and it is a third.
  static let jobsPerTurn = 16

  private struct Shared {
    var inbox = Inbox()
    var isSleeping = false
    var isStopped = false
  }

  private let shared = PosixMutex(Shared())
  private let waker: Waker
  private let owner = Atomic<UInt>(0)
  private var loop: ReactorLoop?
  /// Commands and jobs that the thread gives itself.
  private var local = Inbox()
  private var taken = Inbox()
  private var performing: [Command] = []

  init(name: String, processor: Int?, _ loop: ReactorLoop) throws(ZeroMQError) {
    waker = try Waker()
    self.loop = loop
    // A cycle until the thread ends and lets go of the loop: handlers that outlive the endpoint may still post.
    loop.post = { [self] in post($0) }
    loop.executor = self
    _ = try PosixThread(name: name, processor: processor) { [self] in run() }
  }

  /// Hands a command over. After the end a call fails at once, and everything else is done already.
  func post(_ command: Command) {
    if isOwner { return local.commands.append(command) }
    if !deposit({ $0.commands.append(command) }) { command.refuse() }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if isOwner { return local.jobs.append(job) }
    if !deposit({ $0.jobs.append(job) }) { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
  }

  private var isOwner: Bool { owner.load(ordering: .relaxed) == currentThreadNumber() }

  /// False when the thread has ended.
  private func deposit(_ change: (inout Inbox) -> Void) -> Bool {
    let (isTaken, mustWake) = shared.withLock { shared in
      guard !shared.isStopped else { return (false, false) }
      change(&shared.inbox)
      defer { shared.isSleeping = false }
      return (true, shared.isSleeping)
    }
    if mustWake { waker.wake() }
    return isTaken
  }

  // MARK: On the thread

  private func run() {
    owner.store(currentThreadNumber(), ordering: .relaxed)
    while let loop, !loop.isStopped { turn(loop) }
    // First the sockets, so that what `stop` waits for is true when it hears of it.
    let finish = loop?.takeFinish()
    loop = nil
    end()
    finish?()
  }

  private func turn(_ loop: ReactorLoop) {
    var isBusy = takeInbox(loop)
    // Nothing is missed by receiving only now and then while there is other work.
    if loop.turn(mayReceive: taken.jobs.isEmpty) { isBusy = true }
    if !isBusy && local.isEmpty && taken.isEmpty { sleep(loop) }
  }

  /// Runs a part of what waits. A part, because what it causes should be on its way while the rest runs: otherwise
  /// both ends of a connection take turns instead of working at the same time.
  private func takeInbox(_ loop: ReactorLoop) -> Bool {
    if taken.isEmpty {
      shared.withLock { $0.inbox.move(to: &taken) }
      taken.append(contentsOf: &local)
    }
    guard !taken.isEmpty else { return false }
    for _ in 0..<Self.jobsPerTurn {
      guard let job = taken.takeJob() else { break }
      job.runSynchronously(on: asUnownedTaskExecutor())
    }
    performCommands(of: &taken, loop)
    performCommands(of: &local, loop)
    return true
  }

  /// Performing may give this thread more commands, which wait for the next turn.
  private func performCommands(of inbox: inout Inbox, _ loop: ReactorLoop) {
    guard !inbox.commands.isEmpty else { return }
    swap(&inbox.commands, &performing)
    for command in performing { loop.perform(command) }
    performing.removeAll(keepingCapacity: true)
  }

  private func sleep(_ loop: ReactorLoop) {
    let maySleep = shared.withLock { shared in
      shared.isSleeping = shared.inbox.isEmpty
      return shared.isSleeping
    }
    guard maySleep else { return }
    let readable = waker.sleep(others: loop.descriptors, timeoutMs: loop.sleepMs)
    shared.withLock { $0.isSleeping = false }
    loop.wokeUp(readable: readable)
  }

  private func end() {
    var rest = shared.withLock { shared in
      shared.isStopped = true
      owner.store(0, ordering: .relaxed)
      var rest = Inbox()
      shared.inbox.move(to: &rest)
      return rest
    }
    rest.commands += local.commands
    for command in rest.commands { command.refuse() }
    for job in rest.jobs + local.jobs { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
  }
}

extension Command {
  /// What becomes of a command that nobody will perform.
  fileprivate func refuse() {
    switch self {
    case .begin(_, _, let sink): sink.finish(CallEnd(.unavailable, reason: "this endpoint has been shut down"))
    case .drain(let done), .stop(let done): done()
    case .inspect, .consume, .cancel, .write, .finish, .report, .allow: break
    }
  }
}
