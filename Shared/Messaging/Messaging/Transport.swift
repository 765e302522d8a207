internal import RPC
internal import ZeroMQ

/// The sockets of one endpoint. Used only by the network thread.
protocol Transport: AnyObject {
  /// What to sleep on.
  var descriptors: [Int32] { get }
  /// Those of them that tell of connections, not of messages.
  var eventDescriptors: Set<Int32> { get }
  /// Receives the next payload of a peer into `message`; nil: there is none now.
  func receive(into message: borrowing Message) throws(ZeroMQError) -> Received?
  func send(_ bytes: [UInt8], to peer: PeerID) throws(ZeroMQError) -> Socket.Sent
  /// What happened to the connections.
  func takeEvents() throws(ZeroMQError) -> [TransportEvent]
  /// Dials anew after a queue overflowed.
  func reopen(_ peer: PeerID) throws(ZeroMQError)
  /// The address that was dialled; empty for a peer that dialled in.
  func address(of peer: PeerID) -> String
  func setAllowed(backends: Set<CurvePublicKey>, clients: Set<CurvePublicKey>)
}

enum Received {
  case payload(PeerID)
  /// Not of our form: dropped.
  case garbage
}

enum TransportEvent {
  case dialled(PeerID, address: String)
  case lost(PeerID, address: String)
  case refused(address: String)
  /// Some peer that dialled in is gone; a probe tells which.
  case somePeerLeft
  case keyRefused
}
