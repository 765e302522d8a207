internal import Cryptography
internal import Foundation

/// The thread that owns the log's files, and the queue in front of it.
///
/// @unchecked: `queue`, `commitCount`, `isStopping` and `isStopped` are touched under `condition` only, `store` by the
/// thread only.
final class Committer: @unchecked Sendable {
  typealias Waiter = CheckedContinuation<Result<AuditReceipt, AuditError>, Never>
  private struct Pending {
    var entry: [UInt8]
    var waiter: Waiter
  }

  private let condition = NSCondition()
  private var queue: [Pending] = []
  private var isStopping = false
  private var isStopped = false
  private var commitCount = 0

  private let open: @Sendable () throws(AuditError) -> LogStore
  /// nil after a failure, until the log has been read back from disk.
  private var store: LogStore?
  /// Held while the log may be written.
  private var lock: DiskFile?

  init(files: any FileSystem, origin: String, signer: SigningKey, lock: DiskFile?) throws(AuditError) {
    open = { () throws(AuditError) in try LogStore.open(files, origin: origin, signer: signer) }
    self.lock = lock
    store = try open()
    let thread = Thread { self.run() }
    thread.name = "audit"
    thread.start()
  }

  func enqueue(_ entry: [UInt8], _ waiter: Waiter) {
    condition.lock()
    let refusal: AuditError? =
      isStopping ? .closed : queue.count >= AuditLimits.pendingRecordsMax ? .overloaded : nil
    if refusal == nil {
      queue.append(Pending(entry: entry, waiter: waiter))
      condition.signal()
    }
    condition.unlock()
    if let refusal { waiter.resume(returning: .failure(refusal)) }
  }

  /// Syncs so far that made records durable.
  var commits: Int { condition.withLock { commitCount } }

  /// Returns when everything queued is answered and the files are closed.
  func stop() {
    condition.lock()
    isStopping = true
    condition.broadcast()
    while !isStopped { condition.wait() }
    condition.unlock()
  }

  private func run() {
    while let batch = next() {
      if batch.isEmpty { keep { store throws(AuditError) in try store.publish(durably: false) } } else { commit(batch) }
    }
    keep { store throws(AuditError) in try store.close() }
    store = nil
    lock = nil
    condition.lock()
    isStopped = true
    condition.broadcast()
    condition.unlock()
  }

  /// The next batch; an empty one when there was nothing to do for a while and files wait to be written; nil at the
  /// end.
  private func next() -> [Pending]? {
    condition.lock()
    defer { condition.unlock() }
    let quiet = Date(timeIntervalSinceNow: AuditLimits.quietSeconds)
    let mayWait = store?.isPublished ?? true
    while queue.isEmpty {
      if isStopping { return nil }
      if mayWait { condition.wait() } else if !condition.wait(until: quiet) { return [] }
    }
    return takeBatch()
  }

  private func takeBatch() -> [Pending] {
    var count = 0
    var bytes = 0
    while count < min(queue.count, AuditLimits.batchRecordsMax), bytes < AuditLimits.batchBytesMax {
      bytes += queue[count].entry.count
      count += 1
    }
    commitCount += 1
    defer { queue.removeFirst(count) }
    return Array(queue.prefix(count))
  }

  private func commit(_ batch: [Pending]) {
    do throws(AuditError) {
      var current = if let store { store } else { try open() }
      store = nil  // One owner, so that appending does not copy; and nothing to go on with if this throws.
      let first = current.size
      let leaves = try current.commit(batch.map(\.entry))
      store = current
      for (offset, pending) in batch.enumerated() {
        let receipt = AuditReceipt(index: first + UInt64(offset), leafHash: leaves[offset].digest)
        pending.waiter.resume(returning: .success(receipt))
      }
    } catch {
      for pending in batch { pending.waiter.resume(returning: .failure(error)) }
    }
    keep { store throws(AuditError) in
      if store.mustPublish { try store.publish(durably: false) }
      if store.mustSeal { try store.seal() }
    }
  }

  /// Does work that nobody waits for; a failure drops the store, and the next batch reads it back from disk.
  private func keep(_ work: (inout LogStore) throws(AuditError) -> Void) {
    guard var current = store else { return }
    store = nil
    do throws(AuditError) {
      try work(&current)
      store = current
    } catch {
      // Reported by the next append, which cannot go on without a working disk.
    }
  }
}
