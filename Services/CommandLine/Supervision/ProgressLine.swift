/// When to say that something takes time: after its first second, then every few.
struct ProgressLine {
  private var began: Duration?
  private var next = Duration.zero
  private static let first = Duration.seconds(1)
  private static let interval = Duration.seconds(2)

  /// The line due now; nil when there is nothing to say.
  mutating func line(at now: Duration, unready: [String]) -> String? {
    guard !unready.isEmpty else {
      began = nil
      return nil
    }
    let since = began ?? now
    if began == nil {
      began = now
      next = now + Self.first
    }
    guard now >= next else { return nil }
    next = now + Self.interval
    return "waiting for \(unready.joined(separator: ", ")) … \((now - since).components.seconds) s"
  }
}
