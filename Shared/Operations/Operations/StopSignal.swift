import Glibc

/// The request to stop this process: SIGTERM or SIGINT.
public enum StopSignal {
  /// Returns at the first such signal. To be awaited once per process.
  public static func wait(_ signals: SignalQueue) async {
    await withCheckedContinuation { continuation in
      // A thread of its own: a blocking read would hold one of the few that run tasks.
      detachThread {
        var waited = pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)
        while !(signals.next()?.isStopSignal ?? false) { poll(&waited, 1, -1) }
        continuation.resume()
      }
    }
  }
}
