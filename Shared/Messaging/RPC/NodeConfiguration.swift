/// The limits and intervals of a node.
public struct NodeConfiguration: Sendable {
  /// The largest payload, checked when it is sent: a receiver could only drop the connection. 8 MiB holds the token
  /// ids of a prompt of two million tokens.
  public var messageBytesMax = 8 << 20
  /// Frames to one peer ride in one envelope up to this size: larger ones gain nothing and delay what stands behind.
  public var envelopeBytesTarget = 256 << 10
  /// Calls of one peer running at once, which bounds what a caller can make this node hold.
  public var callsPerPeerMax = 4096
  /// Tries of one call, the first included.
  public var attemptsMax = 3
  /// A peer silent for this long is asked for a sign of life, and after three times as long it is lost.
  public var pingInterval = Duration.seconds(2)
  /// How long a call waits for a peer when it asked to wait and has no deadline.
  public var readyWaitMax = Duration.seconds(10)

  public init() {}

  var silenceMax: Duration { pingInterval * 3 }
}

/// Who a node talks to: numbered by what owns the sockets, never reused.
public typealias PeerID = Int

/// A call this node made; the caller chooses the number, up to 2^58, and never again.
public typealias CallID = UInt64

/// A call this node serves.
public struct IncomingCallID: Sendable, Hashable, Comparable {
  public var peer: PeerID
  public var number: UInt64

  public init(peer: PeerID, number: UInt64) {
    self.peer = peer
    self.number = number
  }

  public static func < (a: Self, b: Self) -> Bool { (a.peer, a.number) < (b.peer, b.number) }
}

/// What an authenticated peer may do.
public struct PeerPermissions: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Serve calls of this node.
  public static let register = PeerPermissions(rawValue: 1)
  /// Call the services of this node.
  public static let call = PeerPermissions(rawValue: 2)
}

/// A call to make.
public struct CallRequest: Sendable {
  public var service: String
  public var method: String
  public var model: String
  public var metadata: [Metadata]
  public var payload: [UInt8]
  public var deadline: MonotonicTime?
  /// Messages of a streaming answer that may be unread; 0 for a unary call.
  public var window: UInt32
  /// Try another back end when one is lost before its first message.
  public var isRetryable: Bool
  /// Wait for a peer that serves the call rather than end with UNAVAILABLE.
  public var waitsForReady: Bool

  public init(
    service: String, method: String, model: String = "", metadata: [Metadata] = [], payload: [UInt8] = [],
    deadline: MonotonicTime? = nil, window: UInt32 = 0, isRetryable: Bool = true, waitsForReady: Bool = false
  ) {
    self.service = service
    self.method = method
    self.model = model
    self.metadata = metadata
    self.payload = payload
    self.deadline = deadline
    self.window = window
    self.isRetryable = isRetryable
    self.waitsForReady = waitsForReady
  }
}
