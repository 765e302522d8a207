internal import RPC
internal import ZeroMQ

/// The side of back ends and clients: one DEALER for each gateway, which libzmq dials again and again.
final class DealerTransport: Transport {
  private let context: Context
  private var links: [Link] = []
  /// Whose turn it is to be received from.
  private var next = 0
  private let gateways: [GatewayAddress]
  private let keys: CurveKeyPair?
  private let behaviour: SocketBehaviour
  private var reopened = 0

  init(gateways: [GatewayAddress], keys: CurveKeyPair?, behaviour: SocketBehaviour, processor: Int?) throws(ZeroMQError)
  {
    context = try Context(processor: processor)
    self.gateways = gateways
    self.keys = keys
    self.behaviour = behaviour
    for gateway in gateways { links.append(try dial(gateway)) }
  }

  var descriptors: [Int32] { links.flatMap(\.descriptors) }

  var eventDescriptors: Set<Int32> { Set(links.map { $0.descriptors[1] }) }

  func receive(into message: borrowing Message) throws(ZeroMQError) -> Received? {
    for _ in links.indices {
      let peer = next
      guard try links[peer].socket.receive(into: message) else {
        next = (next + 1) % links.count
        continue
      }
      guard message.hasMore else { return .payload(peer) }
      while message.hasMore, try links[peer].socket.receive(into: message) {}
      return .garbage
    }
    return nil
  }

  func send(_ bytes: [UInt8], to peer: PeerID) throws(ZeroMQError) -> Socket.Sent {
    try links[peer].socket.send(bytes)
  }

  func takeEvents() throws(ZeroMQError) -> [TransportEvent] {
    var events: [TransportEvent] = []
    for (peer, link) in links.enumerated() {
      let address = gateways[peer].address
      while let event = try link.monitor.next() {
        switch event {
        case .connected: events.append(.dialled(peer, address: address))
        case .disconnected: events.append(.lost(peer, address: address))
        case .refused: events.append(.refused(address: address))
        }
      }
    }
    return events
  }

  func reopen(_ peer: PeerID) throws(ZeroMQError) { links[peer] = try dial(gateways[peer]) }

  func address(of peer: PeerID) -> String { gateways[peer].address }

  func setAllowed(backends: Set<CurvePublicKey>, clients: Set<CurvePublicKey>) {}

  private func dial(_ gateway: GatewayAddress) throws(ZeroMQError) -> Link {
    reopened += 1
    return try Link(gateway, keys: keys, behaviour: behaviour, name: "dealer-\(reopened)", in: context)
  }
}

/// One dialled gateway.
private final class Link {
  let socket: Socket
  let monitor: SocketMonitor
  let descriptors: [Int32]

  init(
    _ gateway: GatewayAddress, keys: CurveKeyPair?, behaviour: SocketBehaviour, name: String, in context: Context
  ) throws(ZeroMQError) {
    let socket = try Socket(.dealer, in: context)
    try socket.apply(behaviour)
    if let keys, let server = gateway.key {
      try socket.useCurve(serverKey: server.bytes, publicKey: keys.publicKey.bytes, secretKey: keys.secretBytes)
    }
    let monitor = try SocketMonitor(of: socket, in: context, name: name)
    descriptors = [try socket.descriptor(), try monitor.descriptor()]
    // Dialled only now: the monitor must see the first connection.
    try socket.connect(gateway.address)
    self.socket = socket
    self.monitor = monitor
  }
}
