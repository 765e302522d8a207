/// How a transport connects.
public struct HTTPTransportSettings: Sendable {
  /// A PEM file with the only authorities that are trusted; nil trusts the system's.
  public var authoritiesFile: String?
  public var connectTimeout = Duration.seconds(10)
  /// How long nothing may come, before the answer's head and between its pieces.
  public var idleTimeout = Duration.seconds(120)

  public init() {}
}
