internal import CZeroMQ

/// How a socket behaves towards slow, frozen and lost peers.
public struct SocketBehaviour: Sendable {
  /// The largest message taken from the network. A larger one drops its connection, so senders check first.
  public var messageBytesMax: Int64
  /// Envelopes queued for one peer. Only a guard: credit bounds what is on its way, and a full queue ends the session.
  public var queueMax: Int32 = 65_536
  /// A connection is asked for a sign of life this often, and given up after the timeout.
  public var heartbeatIntervalMs: Int32 = 1_000
  public var heartbeatTimeoutMs: Int32 = 3_000
  /// Pause before dialling again; ZeroMQ adds a random part of it and doubles it up to the maximum.
  public var reconnectMs: Int32 = 100
  public var reconnectMsMax: Int32 = 5_000
  /// A peer that connects and then says nothing is dropped.
  public var handshakeMs: Int32 = 10_000
  /// How long a closed socket tries to send what is queued: the last answers of a process that stops.
  public var lingerMs: Int32 = 500

  public init(messageBytesMax: Int64) { self.messageBytesMax = messageBytesMax }
}

extension Socket {
  public func apply(_ behaviour: SocketBehaviour) throws(ZeroMQError) {
    try set(ZMQ_SNDHWM, behaviour.queueMax, "ZMQ_SNDHWM")
    try set(ZMQ_RCVHWM, behaviour.queueMax, "ZMQ_RCVHWM")
    try set(ZMQ_HEARTBEAT_IVL, behaviour.heartbeatIntervalMs, "ZMQ_HEARTBEAT_IVL")
    try set(ZMQ_HEARTBEAT_TIMEOUT, behaviour.heartbeatTimeoutMs, "ZMQ_HEARTBEAT_TIMEOUT")
    try set(ZMQ_RECONNECT_IVL, behaviour.reconnectMs, "ZMQ_RECONNECT_IVL")
    try set(ZMQ_RECONNECT_IVL_MAX, behaviour.reconnectMsMax, "ZMQ_RECONNECT_IVL_MAX")
    try set(ZMQ_HANDSHAKE_IVL, behaviour.handshakeMs, "ZMQ_HANDSHAKE_IVL")
    try set(ZMQ_LINGER, behaviour.lingerMs, "ZMQ_LINGER")
    // Not queueing before the connection stands: a call must fail or go elsewhere, not wait for a gone peer.
    try set(ZMQ_IMMEDIATE, Int32(1), "ZMQ_IMMEDIATE")
    try set(ZMQ_MAXMSGSIZE, behaviour.messageBytesMax, "ZMQ_MAXMSGSIZE")
  }

  /// Sending to a peer that is gone is an error instead of silence.
  public func makeMandatory() throws(ZeroMQError) { try set(ZMQ_ROUTER_MANDATORY, Int32(1), "ZMQ_ROUTER_MANDATORY") }

  /// The bound side: proves that it holds `secretKey`, and asks the ZAP handler about each key that dials in.
  public func serveCurve(secretKey: [UInt8]) throws(ZeroMQError) {
    try set(ZMQ_CURVE_SERVER, Int32(1), "ZMQ_CURVE_SERVER")
    try set(ZMQ_CURVE_SECRETKEY, secretKey, "ZMQ_CURVE_SECRETKEY")
    try set(ZMQ_ZAP_DOMAIN, Array("weir".utf8), "ZMQ_ZAP_DOMAIN")
  }

  /// The dialling side.
  public func useCurve(serverKey: [UInt8], publicKey: [UInt8], secretKey: [UInt8]) throws(ZeroMQError) {
    try set(ZMQ_CURVE_SERVERKEY, serverKey, "ZMQ_CURVE_SERVERKEY")
    try set(ZMQ_CURVE_PUBLICKEY, publicKey, "ZMQ_CURVE_PUBLICKEY")
    try set(ZMQ_CURVE_SECRETKEY, secretKey, "ZMQ_CURVE_SECRETKEY")
  }

  private func set(_ option: Int32, _ value: some FixedWidthInteger, _ name: String) throws(ZeroMQError) {
    var value = value
    guard zmq_setsockopt(handle, option, &value, MemoryLayout.size(ofValue: value)) == 0 else { throw .last(name) }
  }

  private func set(_ option: Int32, _ value: [UInt8], _ name: String) throws(ZeroMQError) {
    guard zmq_setsockopt(handle, option, value, value.count) == 0 else { throw .last(name) }
  }
}
