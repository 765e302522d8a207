import Foundation
import Messaging
import RPC
import Testing

/// A back end that dies or freezes under a call: the call goes elsewhere or ends, and never hangs.
@Suite struct LostPeerTests {
  enum Loss: CaseIterable { case killed, frozen }

  /// A gateway on a path, whose only back end is one that the test plays.
  func makeGateway() throws -> GatewayEndpoint {
    let path = FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString).sock").path
    var configuration = GatewayConfiguration(addresses: ["ipc://\(path)"], security: .none)
    configuration.limits = .quick
    return try GatewayEndpoint(configuration)
  }

  func echoBackend(_ gateway: GatewayEndpoint) throws -> BackendEndpoint {
    let address = GatewayAddress(gateway.addresses[0], key: nil)
    return try BackendEndpoint(BackendConfiguration(gateways: [address], keys: nil), services: [.echo])
  }

  @Test(arguments: Loss.allCases)
  func withoutAnotherItIsUnavailable(loss: Loss) async throws {
    let gateway = try makeGateway()
    let backend = try RawBackend(ipc: gateway.addresses[0])
    try await backend.register()
    try await eventually { await gateway.backends().count == 1 }
    let call = Task { try await gateway.call("test.Echo", "Unary", payload: [1]) }
    _ = try await backend.receiveCall()
    if loss == .killed { backend.die() }
    let error = await #expect(throws: RPCError.self) { try await call.value }
    #expect(error?.status == .unavailable)
    #expect(await gateway.backends().isEmpty)
  }

  @Test(arguments: Loss.allCases)
  func withAnotherItIsTriedThere(loss: Loss) async throws {
    let gateway = try makeGateway()
    let doomed = try RawBackend(ipc: gateway.addresses[0])
    try await doomed.register()
    try await eventually { await gateway.backends().count == 1 }
    let call = Task { try await gateway.call("test.Echo", "Unary", payload: [1]) }
    _ = try await doomed.receiveCall()
    let other = try echoBackend(gateway)
    try await eventually { await gateway.backends().count == 2 }
    if loss == .killed { doomed.die() }
    #expect(try await call.value == [1])
    await other.drain()
  }

  /// After the first message another try could contradict it.
  @Test(arguments: Loss.allCases)
  func afterTheFirstMessageItEnds(loss: Loss) async throws {
    let gateway = try makeGateway()
    let doomed = try RawBackend(ipc: gateway.addresses[0])
    try await doomed.register()
    try await eventually { await gateway.backends().count == 1 }
    var iterator = gateway.stream("test.Echo", "Split", payload: [1]).makeAsyncIterator()
    let number = try await doomed.receiveCall()
    try await doomed.send(Frame(callID: number, .message([42])))
    let other = try echoBackend(gateway)
    try await eventually { await gateway.backends().count == 2 }
    #expect(try await iterator.next() == [42])
    if loss == .killed { doomed.die() }
    do {
      _ = try await iterator.next()
      Issue.record("the stream went on")
    } catch {
      #expect(error.status == .unavailable)
    }
    await other.drain()
  }
}
