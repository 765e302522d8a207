/// Decides which keys may connect: the ZAP handler of one context. Without it CURVE lets every key in.
///
/// It belongs to the thread that owns the context's sockets, which calls `answer` when its descriptor is readable.
/// Source: RFC 27 of the ZeroMQ project (ZAP).
public struct Authenticator: ~Copyable {
  private let socket: Socket
  private let message = Message()

  /// Bind it before any socket of the context that serves CURVE.
  public init(in context: Context) throws(ZeroMQError) {
    let socket = try Socket(.reply, in: context)
    _ = try socket.bind("inproc://zeromq.zap.01")
    self.socket = socket
  }

  public func descriptor() throws(ZeroMQError) -> Int32 { try socket.descriptor() }

  /// Answers all waiting questions; `isAllowed` gets the 32 bytes of the peer's public key.
  /// Returns how many were refused.
  public func answer(isAllowed: ([UInt8]) -> Bool) throws(ZeroMQError) -> Int {
    var refused = 0
    while let request = try receive() {
      let isAllowed = request.key.map(isAllowed) ?? false
      if !isAllowed { refused += 1 }
      try reply(request, isAllowed: isAllowed)
    }
    return refused
  }

  private struct Request {
    var id: [UInt8]
    /// nil: not CURVE.
    var key: [UInt8]?
  }

  /// Parts: version, request id, domain, address, routing id, mechanism, credentials.
  private func receive() throws(ZeroMQError) -> Request? {
    var parts: [[UInt8]] = []
    repeat {
      guard try socket.receive(into: message) else { return nil }
      parts.append(message.withBytes { Array($0) })
    } while message.hasMore
    guard parts.count >= 2 else { return Request(id: [], key: nil) }
    let isCurve = parts.count == 7 && parts[5] == Array("CURVE".utf8) && parts[6].count == curveKeyByteCount
    return Request(id: parts[1], key: isCurve ? parts[6] : nil)
  }

  private func reply(_ request: Request, isAllowed: Bool) throws(ZeroMQError) {
    let status = isAllowed ? "200" : "400"
    let text = isAllowed ? "OK" : "key not allowed"
    // The user id comes back with every message of the connection.
    let user = isAllowed ? hexadecimal(request.key ?? []) : ""
    let parts = [Array("1.0".utf8), request.id, Array(status.utf8), Array(text.utf8), Array(user.utf8), []]
    for (index, part) in parts.enumerated() { _ = try socket.send(part, hasMore: index < parts.count - 1) }
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
