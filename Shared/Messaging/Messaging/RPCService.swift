/// A service: its name and what it can do.
public struct RPCService: Sendable {
  public var name: String
  public var methods: [String: RPCMethod]

  public init(_ name: String, _ methods: [String: RPCMethod]) {
    self.name = name
    self.methods = methods
  }
}

/// How a method answers. A handler throws `RPCError` to choose the status; any other error reads as UNKNOWN, without
/// its text. When the caller is gone the handler's task is cancelled.
public struct RPCMethod: Sendable {
  enum Handler: Sendable {
    case unary(@Sendable (RPCContext, [UInt8]) async throws -> [UInt8])
    case serverStreaming(@Sendable (RPCContext, [UInt8], RPCWriter) async throws -> Void)
  }

  let handler: Handler
  let isQuick: Bool

  /// One answer. `isQuick` runs the handler on the network thread, which saves two thread switches and is right only
  /// for what takes microseconds and never blocks.
  public static func unary(
    isQuick: Bool = false, _ handler: @escaping @Sendable (RPCContext, [UInt8]) async throws -> [UInt8]
  ) -> RPCMethod { RPCMethod(handler: .unary(handler), isQuick: isQuick) }

  /// Any number of answers, written as fast as the caller reads.
  public static func serverStreaming(
    isQuick: Bool = false, _ handler: @escaping @Sendable (RPCContext, [UInt8], RPCWriter) async throws -> Void
  ) -> RPCMethod { RPCMethod(handler: .serverStreaming(handler), isQuick: isQuick) }
}

/// What a handler knows of its call.
public struct RPCContext: Sendable {
  /// When the caller stops waiting.
  public var deadline: ContinuousClock.Instant?
  public var metadata: [String: String]
  /// The model the caller asked for; empty: any.
  public var model: String
  /// Who calls, proved by CURVE; nil over `ipc://` without keys, and in a back end, which knows its gateway's key.
  public var callerKey: CurvePublicKey?

  /// Options for a call made on behalf of this one: what is left of the time, and the same metadata.
  public var callOptions: CallOptions {
    var options = CallOptions(timeout: deadline.map { $0 - .now })
    options.metadata = metadata
    return options
  }
}
