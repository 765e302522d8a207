import RPC
import ZeroMQ

@testable import Messaging

/// A back end that registers and then does only what the test makes it do: the rest of it is frozen or dead.
///
/// Used from one task at a time.
final class RawBackend {
  private let context: Context
  private var socket: Socket?
  private let message = Message()
  private var sequence: UInt64 = 0

  init(ipc address: String) throws {
    context = try Context()
    let socket = try Socket(.dealer, in: context)
    try socket.apply(SocketBehaviour(.quick))
    try socket.connect(address)
    self.socket = consume socket
  }

  func send(_ frame: Frame) async throws {
    sequence += 1
    var writer = WireWriter()
    Envelope(session: 1, sequence: sequence, frames: [frame]).write(to: &writer)
    try await eventually { try self.socket?.send(writer.bytes) == .sent }
  }

  func register() async throws {
    try await send(Frame(.register(Registration(instanceID: [9], services: ["test.Echo"]))))
  }

  /// The next call that arrives.
  func receiveCall() async throws -> UInt64 {
    var call: UInt64?
    try await eventually {
      while call == nil, try self.socket?.receive(into: self.message) == true {
        let envelope = try self.message.withBytes { try Envelope(wire: $0) }
        for case .begin in envelope.frames.map(\.body) { call = envelope.frames.last?.callID }
      }
      return call != nil
    }
    return call ?? 0
  }

  func die() { socket = nil }
}
