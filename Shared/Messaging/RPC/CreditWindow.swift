/// How many messages of a stream may be on their way or unread: the callee's side counts what it may still send.
public struct CreditWindow: Sendable, Equatable {
  public private(set) var granted: UInt64
  public private(set) var used: UInt64 = 0

  public init(granted: UInt64) { self.granted = granted }

  /// Uses one credit; false when there is none.
  public mutating func take() -> Bool {
    guard used < granted else { return false }
    used += 1
    return true
  }

  /// Credit is a total, so that an older or repeated grant changes nothing.
  public mutating func raise(to total: UInt64) { granted = max(granted, total) }
}
