import Glibc

/// A TCP port of the loopback interface that nobody uses now.
func freePort() -> Int {
  let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(listener) }
  var address = loopback(port: 0)
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      precondition(bind(listener, $0, size) == 0 && getsockname(listener, $0, &size) == 0, "no free port")
    }
  }
  return Int(UInt16(bigEndian: address.sin_port))
}

/// Sends bytes to a port of this machine and takes what comes back for at most a third of a second.
func exchange(_ bytes: [UInt8], port: Int) -> [UInt8] {
  let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(client) }
  var patience = timeval(tv_sec: 0, tv_usec: 300_000)
  setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  var address = loopback(port: port)
  let size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let connected = withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(client, $0, size) }
  }
  guard connected == 0 else { return [] }
  _ = bytes.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  shutdown(client, Int32(SHUT_WR))
  var reply = [UInt8](repeating: 0, count: 4096)
  let count = recv(client, &reply, reply.count, 0)
  return Array(reply.prefix(max(0, count)))
}

private func loopback(port: Int) -> sockaddr_in {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = UInt16(port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  return address
}
