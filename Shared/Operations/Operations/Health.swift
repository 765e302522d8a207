internal import Synchronization

/// What a process needs before it can serve, and which of it is there.
public final class Health: Sendable {
  private let parts: Mutex<[String: Bool]>

  /// - Parameter needed: names of parts, none of which is ready yet.
  public init(needed: [String]) {
    parts = Mutex(Dictionary(needed.map { ($0, false) }) { first, _ in first })
  }

  public func set(_ part: String, isReady: Bool) { parts.withLock { $0[part] = isReady } }

  public var isReady: Bool { missing.isEmpty }

  /// The parts that are not ready, sorted.
  public var missing: [String] { parts.withLock { $0.filter { !$0.value }.keys.sorted() } }
}
