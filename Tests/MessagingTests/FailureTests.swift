import Foundation
import Messaging
import Synchronization
import TestSupport
import Testing

/// What breaks in production: keys, processes, connections, bytes.
@Suite struct FailureTests {
  @Test func unknownKeysAreRefused() async throws {
    let refusedHere = Counter()
    let installation = try Installation([.echo], onEvent: { if $0 == .keyRefused { refusedHere.add() } })
    let refusedThere = Counter()
    let stranger = try installation.client(
      keys: .generate(), onEvent: { if case .gatewayRefused = $0 { refusedThere.add() } })
    let error = await #expect(throws: RPCError.self) {
      try await stranger.call("test.Echo", "Unary", payload: [], options: CallOptions(timeout: .milliseconds(500)))
    }
    #expect(error?.status == .deadlineExceeded)
    try await eventually { refusedHere.value > 0 && refusedThere.value > 0 }
    // The next one on the list is served as before.
    let client = try installation.client()
    #expect(try await client.call("test.Echo", "Unary", payload: [1]) == [1])
  }

  @Test func aClientKeyCannotRegister() async throws {
    let installation = try Installation()
    let impostor = try installation.backend([.echo], keys: installation.clientKeys)
    let backend = try installation.backend([.echo])
    try await installation.waitForBackends(1)
    try await Task.sleep(for: .milliseconds(100))
    #expect(await installation.gateway.backends().count == 1)
    await impostor.drain()
    await backend.drain()
  }

  @Test func aBackendKeyCannotCall() async throws {
    let installation = try Installation([.echo])
    let client = try installation.client(keys: installation.backendKeys)
    let error = await #expect(throws: RPCError.self) { try await client.call("test.Echo", "Unary", payload: []) }
    #expect(error?.status == .permissionDenied)
  }

  @Test func withoutKeysOnlyFilesAreBound() {
    #expect(throws: MessagingError.self) {
      try GatewayEndpoint(GatewayConfiguration(addresses: ["tcp://127.0.0.1:*"], security: .none))
    }
    #expect(throws: MessagingError.self) {
      try ClientEndpoint(
        ClientConfiguration(gateways: [GatewayAddress("tcp://127.0.0.1:1", key: nil)], keys: nil))
    }
  }

  /// libzmq lets a second process bind the same path and takes the first one's callers away.
  @Test func anIPCPathIsBoundOnce() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString).sock").path
    let configuration = GatewayConfiguration(addresses: ["ipc://\(path)"], security: .none)
    let first = try GatewayEndpoint(configuration)
    let error = #expect(throws: MessagingError.self) { try GatewayEndpoint(configuration) }
    #expect(error?.message.contains("in use by another process") == true)
    #expect(first.addresses == ["ipc://\(path)"])
  }

  @Test func aRestartedBackendIsFoundAgain() async throws {
    let installation = try Installation()
    for round in 0..<3 {
      let backend = try installation.backend([.echo])
      try await installation.waitForBackends(1)
      let answer = try await installation.gateway.call("test.Echo", "Unary", payload: [UInt8(round)])
      #expect(answer == [UInt8(round)])
      await backend.drain()
      try await installation.waitForBackends(0)
    }
  }

  @Test func aRestartedGatewayGetsItsBackendsBack() async throws {
    let first = try Installation()
    let backend = try first.backend([.echo])
    try await first.waitForBackends(1)
    await first.gateway.shutdown()
    var configuration = GatewayConfiguration(
      addresses: first.gateway.addresses,
      security: .curve(first.gatewayKeys, backends: [first.backendKeys.publicKey], clients: []))
    configuration.limits = .quick
    let second = try GatewayEndpoint(configuration)
    try await eventually { await second.backends().count == 1 }
    #expect(try await second.call("test.Echo", "Unary", payload: [7]) == [7])
    await backend.drain()
  }

  @Test func twoBackendsDoubleTheSlots() async throws {
    let installation = try Installation()
    let running = Counter()
    let release = Counter()
    let service = RPCService(
      "test.Hold",
      [
        "Run": .unary { _, _ in
          running.add()
          while release.value == 0 { try await Task.sleep(for: .milliseconds(5)) }
          return []
        }
      ])
    let backends = [
      try installation.backend([service], slots: 4), try installation.backend([service], slots: 4),
    ]
    try await installation.waitForBackends(2)
    let gateway = installation.gateway
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { _ = try await gateway.call("test.Hold", "Run", payload: []) } }
      try await eventually { running.value == 8 }
      let statuses = await gateway.backends()
      #expect(statuses.map(\.slots) == [4, 4])
      #expect(statuses.map(\.running).reduce(0, +) == 8)
      #expect(statuses.allSatisfy { $0.running >= 3 })
      release.add()
      try await group.waitForAll()
    }
    for backend in backends { await backend.drain() }
  }

  @Test func drainingLetsRunningCallsEndAndSendsNewOnesElsewhere() async throws {
    let installation = try Installation()
    let release = Counter()
    let running = Counter()
    func service(_ name: String) -> RPCService {
      RPCService(
        "test.Drain",
        [
          "Hold": .unary { _, _ in
            running.add()
            while release.value == 0 { try await Task.sleep(for: .milliseconds(5)) }
            return Array(name.utf8)
          },
          "Name": .unary { _, _ in Array(name.utf8) },
        ])
    }
    let old = try installation.backend([service("old")])
    try await installation.waitForBackends(1)
    let gateway = installation.gateway
    let held = Task { try await gateway.call("test.Drain", "Hold", payload: []) }
    try await eventually { running.value == 1 }
    let new = try installation.backend([service("new")])
    try await installation.waitForBackends(2)
    let draining = Task { await old.drain() }
    try await eventually { await gateway.backends().contains { $0.isDraining } }
    for _ in 0..<20 { #expect(try await gateway.call("test.Drain", "Name", payload: []) == Array("new".utf8)) }
    release.add()
    #expect(try await held.value == Array("old".utf8))
    await draining.value
    await new.drain()
  }

  /// Anything may connect to a port and say anything; the gateway goes on.
  @Test func garbageOnThePortChangesNothing() async throws {
    let installation = try Installation([.echo])
    let client = try installation.client()
    var random = SeededGenerator(seed: 1)
    let port = try #require(installation.gateway.addresses[0].split(separator: ":").last.flatMap { UInt16($0) })
    for _ in 0..<50 {
      let bytes = (0..<Int.random(in: 1...5_000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      RawConnection(port: port)?.send(bytes)
    }
    #expect(try await client.call("test.Echo", "Unary", payload: [1]) == [1])
  }
}
