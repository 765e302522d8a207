internal import RPC

/// Limits and intervals that the endpoints of one installation share.
public struct MessagingLimits: Sendable {
  /// Largest payload in bytes, checked on sending. Gateway and back ends must agree.
  public var messageBytesMax = 8 << 20
  /// A peer silent for this long is asked for a sign of life; three times as long and its calls fail over.
  public var pingInterval = Duration.seconds(2)
  /// Heartbeats of the connection itself, which find a frozen process or a cut cable.
  public var heartbeatInterval = Duration.seconds(1)
  public var heartbeatTimeout = Duration.seconds(3)
  /// Tries of one call, the first included.
  public var attemptsMax = 3
  /// Calls one peer may have running.
  public var callsPerPeerMax = 4096
  /// Runs both threads of an endpoint on this processor only. A lonely call then takes half the time, because waking a
  /// thread on another processor is what it mostly waits for, on virtual machines above all; with 64 calls in flight it
  /// halves the throughput, and the processor should have nothing else to do.
  public var processor: Int?
  /// How long `shutdown` and `drain` wait for running calls.
  public var drainMax = Duration.seconds(30)

  public init() {}
}

/// Something an operator wants to know about connections. Holds no text of calls.
public enum MessagingEvent: Sendable, Equatable {
  /// A back end registered at the gateway, or is gone.
  case backendJoined(instance: String, services: [String], model: String, slots: Int)
  case backendLeft
  /// A dialled gateway was reached, lost, or refused our key.
  case gatewayConnected(address: String)
  case gatewayRegistered(address: String)
  case gatewayLost(address: String)
  case gatewayRefused(address: String)
  /// A key that is not on the list dialled in.
  case keyRefused
}

/// Where a gateway listens and whom it lets in.
public struct GatewayConfiguration: Sendable {
  /// `tcp://127.0.0.1:7070`, `tcp://*:7070`, `tcp://127.0.0.1:*` (a free port), `ipc:///path`.
  public var addresses: [String]
  public var security: Security
  public var limits = MessagingLimits()
  /// Called on the network thread: only to log or count.
  public var onEvent: (@Sendable (MessagingEvent) -> Void)?
  /// Only the benchmark, which measures what CURVE costs, goes without keys over the loopback.
  package var allowsPlainLoopback = false

  public enum Security: Sendable {
    /// CURVE with the keys that may register as back ends and those that may call.
    case curve(CurveKeyPair, backends: Set<CurvePublicKey>, clients: Set<CurvePublicKey>)
    /// No keys. Only for `ipc://`, where the file's owner is the check.
    case none
  }

  public init(addresses: [String], security: Security) {
    self.addresses = addresses
    self.security = security
  }
}

/// A gateway to dial.
public struct GatewayAddress: Sendable, Hashable {
  public var address: String
  /// nil only for `ipc://`.
  public var key: CurvePublicKey?

  public init(_ address: String, key: CurvePublicKey?) {
    self.address = address
    self.key = key
  }
}

/// What a back end is and which gateways it serves.
public struct BackendConfiguration: Sendable {
  public var gateways: [GatewayAddress]
  /// nil only for `ipc://`.
  public var keys: CurveKeyPair?
  /// Empty: its services do not depend on a model.
  public var model = ""
  /// What it serves beside the model itself, such as the model with an adapter: full names, called like models.
  public var variants: [String] = []
  public var precision = ""
  /// Calls it runs at once; more are sent to it only when every other back end is busier.
  public var slots = 1
  public var version = ""
  public var limits = MessagingLimits()
  /// Called on the network thread: only to log or count.
  public var onEvent: (@Sendable (MessagingEvent) -> Void)?
  /// As in `GatewayConfiguration`.
  package var allowsPlainLoopback = false

  public init(gateways: [GatewayAddress], keys: CurveKeyPair?) {
    self.gateways = gateways
    self.keys = keys
  }
}

/// Which gateways a client dials.
public struct ClientConfiguration: Sendable {
  public var gateways: [GatewayAddress]
  /// nil only for `ipc://`.
  public var keys: CurveKeyPair?
  public var limits = MessagingLimits()
  /// Called on the network thread: only to log or count.
  public var onEvent: (@Sendable (MessagingEvent) -> Void)?

  public init(gateways: [GatewayAddress], keys: CurveKeyPair?) {
    self.gateways = gateways
    self.keys = keys
  }
}

extension NodeConfiguration {
  init(_ limits: MessagingLimits) {
    self.init()
    messageBytesMax = limits.messageBytesMax
    pingInterval = limits.pingInterval
    attemptsMax = limits.attemptsMax
    callsPerPeerMax = limits.callsPerPeerMax
  }
}
