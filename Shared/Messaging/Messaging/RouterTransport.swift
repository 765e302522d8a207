internal import RPC
internal import ZeroMQ

/// The gateway's side: one ROUTER that everybody dials.
final class RouterTransport: Transport {
  /// A routing id that libzmq chose: a zero byte and a number. Ids chosen by peers are refused, since another key
  /// could come back under the same one.
  private static let routingIDCount = 5

  // In this order: the sockets close before the lock is given up.
  private let locks: [PathLockBox]
  private let socket: Socket
  private let monitor: SocketMonitor
  private let authenticator: Authenticator?
  private let identity = Message()
  private var backends: Set<CurvePublicKey> = []
  private var clients: Set<CurvePublicKey> = []
  private let isOpenToAll: Bool
  let descriptors: [Int32]
  let eventDescriptors: Set<Int32>
  /// With the ports that the system chose.
  let addresses: [String]

  init(_ configuration: GatewayConfiguration, behaviour: SocketBehaviour) throws(ZeroMQError) {
    let context = try Context(processor: configuration.limits.processor)
    let socket = try Socket(.router, in: context)
    try socket.apply(behaviour)
    try socket.makeMandatory()
    var descriptors = [try socket.descriptor()]
    var authenticator: Authenticator?
    if case .curve(let keys, let backends, let clients) = configuration.security {
      let handler = try Authenticator(in: context)
      descriptors.append(try handler.descriptor())
      authenticator = consume handler
      try socket.serveCurve(secretKey: keys.secretBytes)
      self.backends = backends
      self.clients = clients
    }
    if case .none = configuration.security { isOpenToAll = true } else { isOpenToAll = false }
    let monitor = try SocketMonitor(of: socket, in: context, name: "router")
    descriptors.append(try monitor.descriptor())
    self.descriptors = descriptors
    eventDescriptors = Set(descriptors.dropFirst())
    var locks: [PathLockBox] = []
    var addresses: [String] = []
    for address in configuration.addresses {
      if let path = ipcPath(address) { locks.append(PathLockBox(try PathLock(beside: path))) }
      addresses.append(try socket.bind(address))
      if let path = ipcPath(address) { try restrictToOwner(path: path) }
    }
    self.locks = locks
    self.addresses = addresses
    self.socket = socket
    self.authenticator = authenticator
    self.monitor = monitor
  }

  func receive(into message: borrowing Message) throws(ZeroMQError) -> Received? {
    guard try socket.receive(into: identity) else { return nil }
    let peer = identity.withBytes(Self.peer)
    guard identity.hasMore, try socket.receive(into: message), !message.hasMore, let peer else {
      try discardRest(after: message)
      return .garbage
    }
    return .payload(peer)
  }

  private func discardRest(after message: borrowing Message) throws(ZeroMQError) {
    var hasMore = message.hasMore
    while hasMore, try socket.receive(into: message) { hasMore = message.hasMore }
  }

  /// The number in the routing id is the peer: libzmq counts them up.
  private static func peer(_ id: UnsafeBufferPointer<UInt8>) -> PeerID? {
    guard id.count == routingIDCount, id[0] == 0 else { return nil }
    return id.dropFirst().reduce(0) { $0 << 8 | Int($1) }
  }

  func send(_ bytes: [UInt8], to peer: PeerID) throws(ZeroMQError) -> Socket.Sent {
    let id: [UInt8] = [
      0, UInt8(peer >> 24 & 255), UInt8(peer >> 16 & 255), UInt8(peer >> 8 & 255), UInt8(peer & 255),
    ]
    let head = try socket.send(id, hasMore: true)
    return head == .sent ? try socket.send(bytes) : head
  }

  func takeEvents() throws(ZeroMQError) -> [TransportEvent] {
    let refused = try authenticator?.answer { bytes in
      CurvePublicKey(bytes: bytes).map { backends.contains($0) || clients.contains($0) } ?? false
    }
    var events = Array(repeating: TransportEvent.keyRefused, count: refused ?? 0)
    while let event = try monitor.next() {
      if event == .disconnected { events.append(.somePeerLeft) }
    }
    return events
  }

  /// What the peer whose message this is may do, and its key.
  func authorize(_ message: borrowing Message) -> (permissions: PeerPermissions, key: CurvePublicKey?) {
    if isOpenToAll { return ([.register, .call], nil) }
    guard let key = message.userID.flatMap(CurvePublicKey.init(hexadecimal:)) else { return ([], nil) }
    var permissions: PeerPermissions = []
    if backends.contains(key) { permissions.insert(.register) }
    if clients.contains(key) { permissions.insert(.call) }
    return (permissions, key)
  }

  func setAllowed(backends: Set<CurvePublicKey>, clients: Set<CurvePublicKey>) {
    self.backends = backends
    self.clients = clients
  }

  func reopen(_ peer: PeerID) {}

  func address(of peer: PeerID) -> String { "" }
}

/// Holds a lock for as long as a list holds the box: arrays cannot hold what cannot be copied.
private final class PathLockBox {
  private let lock: PathLock
  init(_ lock: consuming PathLock) { self.lock = lock }
}

/// The path of an `ipc://` address.
func ipcPath(_ address: String) -> String? {
  address.hasPrefix("ipc://") ? String(address.dropFirst("ipc://".count)) : nil
}
