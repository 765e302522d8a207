/// The bounds of clearances, with their reasons.
public enum ClearanceLimits {
  /// Bytes of a model's name.
  public static let modelBytesMax = 256
  /// Seconds a clearance may be valid: longer than any queue in front of a worker, short enough that the nonces to
  /// remember stay few.
  public static let lifetimeSecondsMax: UInt64 = 300
  /// Nonces remembered at once (about 100 bytes each): 300 seconds of 218 calls a second. A worker under more than that
  /// refuses calls rather than forget one that could be replayed.
  public static let noncesMax = 65_536
}
