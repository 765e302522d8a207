internal import CZeroMQ
internal import Glibc

/// Wakes a thread that sleeps in `sleep`.
///
/// `@unchecked Sendable`: the descriptor never changes, and eventfd is thread-safe.
public final class Waker: @unchecked Sendable {
  private let descriptor: Int32

  public init() throws(ZeroMQError) {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else { throw ZeroMQError("eventfd", code: errno) }
  }

  deinit { close(descriptor) }

  public func wake() {
    var one: UInt64 = 1
    _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
  }

  /// Sleeps until woken, until one of `others` is readable, or until the time is over; nil: no limit.
  /// Returns which of `others` are readable.
  @discardableResult
  public func sleep(others: [Int32], timeoutMs: Int32?) -> Set<Int32> {
    var entries = ([descriptor] + others).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    // An interrupted sleep is a short sleep: the caller looks around and sleeps again.
    guard poll(&entries, nfds_t(entries.count), timeoutMs ?? -1) > 0 else { return [] }
    if entries[0].revents != 0 { reset() }
    return Set(entries.dropFirst().filter { $0.revents != 0 }.map(\.fd))
  }

  private func reset() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
  }
}

/// Nanoseconds of the monotonic clock.
public func monotonicNanoseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
