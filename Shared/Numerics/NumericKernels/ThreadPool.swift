internal import CKernels

/// Threads for one computation at a time; the calling thread works too.
///
/// Kernels run here and never on Swift's cooperative pool, which a long product would block.
public final class ThreadPool {
  /// Threads that compute, the caller included.
  public let count: Int
  private let threads: OpaquePointer?

  /// `count` threads; falls back to the calling thread alone when the system gives no more.
  public init(count: Int) {
    threads = count > 1 ? weir_threads_create(count) : nil
    self.count = threads == nil ? 1 : count
  }

  deinit { if let threads { weir_threads_destroy(threads) } }

  /// Splits `0..<total` into at most one range for each thread, none shorter than `minimum`, and runs `body` on each.
  ///
  /// `minimum` keeps work that is cheaper than a wake-up on the calling thread.
  func split(_ total: Int, minimum: Int, _ body: @Sendable (Range<Int>) -> Void) {
    splitNumbered(total, minimum: minimum) { _, range in body(range) }
  }

  /// The same; each range comes with a number below `count` of its own, such as of memory that its thread may use.
  func splitNumbered(_ total: Int, minimum: Int, _ body: @Sendable (_ part: Int, Range<Int>) -> Void) {
    let parts = max(1, min(count, total / max(minimum, 1)))
    run(parts) { part in body(part, total * part / parts..<total * (part + 1) / parts) }
  }

  /// The same in ranges of whole `unit`s, several for each thread, which takes the next as it ends one: on a shared
  /// machine threads are not equally fast, and the others would wait for the slowest.
  func splitFinely(_ total: Int, unit: Int, minimum: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let units = (total + unit - 1) / unit
    let parts = max(1, min(count == 1 ? 1 : count * Self.rangesOfThread, units, total / max(minimum, 1)))
    run(parts) { part in body(units * part / parts * unit..<min(units * (part + 1) / parts * unit, total)) }
  }
  private static let rangesOfThread = 4

  private func run(_ parts: Int, _ body: @Sendable (Int) -> Void) {
    guard parts > 1, let threads else { return (0..<parts).forEach(body) }
    withoutActuallyEscaping(body) { body in
      // C hands the pointer back to the trampoline, on every thread, before `weir_threads_run` returns.
      withUnsafePointer(to: body) { pointer in
        weir_threads_run(
          threads, { $0!.assumingMemoryBound(to: (@Sendable (Int) -> Void).self).pointee($1) },
          UnsafeMutableRawPointer(mutating: pointer), parts)
      }
    }
  }
}
