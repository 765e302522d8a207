/// What one ZeroMQ message carries: frames, numbered per session so that loss, repetition and reordering show.
public struct Envelope: Sendable, Equatable {
  /// Chosen by the side that dialled; only increases on one connection.
  public var session: UInt64
  /// 1, 2, 3, … in each direction; 0 without frames says "I do not know this session, begin a new one".
  public var sequence: UInt64
  public var frames: [Frame]

  public init(session: UInt64, sequence: UInt64, frames: [Frame]) {
    self.session = session
    self.sequence = sequence
    self.frames = frames
  }
}

/// One event of one call, or of the session (`callID` 0).
public struct Frame: Sendable, Equatable {
  public var callID: UInt64
  public var body: Body

  public init(callID: UInt64 = 0, _ body: Body) {
    self.callID = callID
    self.body = body
  }

  public enum Body: Sendable, Equatable {
    case register(Registration)
    case registered(Registered)
    case load(Load)
    case drain
    case begin(Begin)
    case message([UInt8])
    /// How many messages the callee may have sent in all since the call began: repeated credit does no harm.
    case credit(UInt64)
    case cancel
    case end(CallEnd)
    case ping(UInt64)
    case pong(UInt64)
  }
}

/// What a back end serves.
public struct Registration: Sendable, Equatable {
  public var instanceID: [UInt8]
  public var services: [String]
  /// Empty: the services do not depend on a model.
  public var model: String
  public var precision: String
  /// Calls it runs at once.
  public var slots: UInt32
  public var version: String
  /// First bytes of the digest of the gateway key it obeys; informs operators only.
  public var trustedGateway: [UInt8]
  /// What it serves beside the model itself, such as the model with an adapter: full names, called like models.
  public var variants: [String]

  public init(
    instanceID: [UInt8], services: [String], model: String = "", precision: String = "", slots: UInt32 = 1,
    version: String = "", trustedGateway: [UInt8] = [], variants: [String] = []
  ) {
    self.instanceID = instanceID
    self.services = services
    self.model = model
    self.precision = precision
    self.slots = slots
    self.version = version
    self.trustedGateway = trustedGateway
    self.variants = variants
  }

  func serves(model: String) -> Bool { model == self.model || variants.contains(model) }
}

/// The gateway's answer to a registration.
public struct Registered: Sendable, Equatable {
  public var pingIntervalMs: UInt32
  public var messageBytesMax: UInt32

  public init(pingIntervalMs: UInt32, messageBytesMax: UInt32) {
    self.pingIntervalMs = pingIntervalMs
    self.messageBytesMax = messageBytesMax
  }
}

/// How busy a back end is, counting the calls of all gateways.
public struct Load: Sendable, Equatable {
  public var running: UInt32
  public var queued: UInt32

  public init(running: UInt32, queued: UInt32) {
    self.running = running
    self.queued = queued
  }
}

/// The first frame of a call.
public struct Begin: Sendable, Equatable {
  public var service: String
  public var method: String
  public var model: String
  /// Milliseconds left; 0: none.
  public var timeoutMs: UInt32
  public var credit: UInt32
  public var metadata: [Metadata]
  public var payload: [UInt8]

  public init(
    service: String, method: String, model: String = "", timeoutMs: UInt32 = 0, credit: UInt32 = 0,
    metadata: [Metadata] = [], payload: [UInt8] = []
  ) {
    self.service = service
    self.method = method
    self.model = model
    self.timeoutMs = timeoutMs
    self.credit = credit
    self.metadata = metadata
    self.payload = payload
  }
}

/// One entry beside the payload: trace context, tenant, affinity. Keys are lower-case ASCII.
public struct Metadata: Sendable, Hashable {
  public var key: String
  public var value: String

  public init(_ key: String, _ value: String) {
    self.key = key
    self.value = value
  }
}

/// The last frame of a call. A unary answer rides in `payload` with `ok`.
public struct CallEnd: Sendable, Equatable {
  public var status: StatusCode
  public var reason: String
  public var payload: [UInt8]
  public var metadata: [Metadata]
  /// The callee never looked at the call: trying it elsewhere is free.
  public var isUnprocessed: Bool

  public init(
    _ status: StatusCode, reason: String = "", payload: [UInt8] = [], metadata: [Metadata] = [],
    isUnprocessed: Bool = false
  ) {
    self.status = status
    self.reason = reason
    self.payload = payload
    self.metadata = metadata
    self.isUnprocessed = isUnprocessed
  }
}
