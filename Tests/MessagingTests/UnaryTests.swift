import Messaging
import Testing

@Suite struct UnaryTests {
  @Test func gatewayCallsABackend() async throws {
    let installation = try Installation()
    let backend = try installation.backend([.echo])
    try await installation.waitForBackends(1)
    let answer = try await installation.gateway.call("test.Echo", "Unary", payload: [1, 2, 3])
    #expect(answer == [1, 2, 3])
    await backend.drain()
    await installation.gateway.shutdown()
  }

  @Test func clientCallsTheGateway() async throws {
    let installation = try Installation([.echo])
    let client = try installation.client()
    let large = [UInt8](repeating: 7, count: 3_000_000)
    #expect(try await client.call("test.Echo", "Unary", payload: large) == large)
    #expect(try await client.call("test.Echo", "Quick", payload: []) == [])
  }

  @Test func manyCallsAtOnceGetTheirOwnAnswers() async throws {
    let installation = try Installation()
    let backend = try installation.backend([.echo])
    try await installation.waitForBackends(1)
    let gateway = installation.gateway
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<500 {
        group.addTask {
          let payload = Array(String(number).utf8)
          return try await gateway.call("test.Echo", number % 2 == 0 ? "Unary" : "Quick", payload: payload) == payload
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
    await backend.drain()
  }

  struct Refusal: CustomTestStringConvertible {
    var service: String
    var method: String
    var status: StatusCode
    var message: String
    var testDescription: String { "\(service)/\(method): \(status.name)" }
  }

  @Test(arguments: [
    Refusal(service: "test.Echo", method: "Fail", status: .failedPrecondition, message: "not today"),
    // What a handler throws may quote the request: its text stays in the service.
    Refusal(service: "test.Echo", method: "Leak", status: .unknown, message: "the service failed"),
    Refusal(service: "test.Echo", method: "Missing", status: .unimplemented, message: "no such method"),
    Refusal(service: "test.Missing", method: "Unary", status: .unimplemented, message: "no such service"),
  ])
  func errorsCarryTheirStatus(refusal: Refusal) async throws {
    let installation = try Installation([.echo])
    let client = try installation.client()
    let error = await #expect(throws: RPCError.self) {
      try await client.call(refusal.service, refusal.method, payload: [1])
    }
    #expect(error == RPCError(refusal.status, refusal.message))
  }

  @Test func noBackendIsUnavailableAtOnce() async throws {
    let installation = try Installation()
    let error = await #expect(throws: RPCError.self) {
      try await installation.gateway.call("test.Echo", "Unary", payload: [])
    }
    #expect(error?.status == .unavailable)
  }

  @Test func tooLargeIsRefusedByTheSender() async throws {
    var limits = MessagingLimits.quick
    limits.messageBytesMax = 1_000
    let grow = RPCService("test.Grow", ["Unary": .unary { _, _ in [UInt8](repeating: 0, count: 1_001) }])
    let installation = try Installation([.echo, grow], limits: limits)
    let client = try installation.client(limits: limits)
    for (service, payload) in [("test.Echo", [UInt8](repeating: 0, count: 1_001)), ("test.Grow", [])] {
      let error = await #expect(throws: RPCError.self) { try await client.call(service, "Unary", payload: payload) }
      #expect(error?.status == .resourceExhausted)
    }
    // The connection is as good as before.
    #expect(try await client.call("test.Echo", "Unary", payload: [5]) == [5])
  }

  @Test func modelsChooseTheBackend() async throws {
    let installation = try Installation()
    func named(_ name: String) -> RPCService {
      RPCService("test.Name", ["Get": .unary { context, _ in Array("\(name) as \(context.model)".utf8) }])
    }
    let backends = [
      try installation.backend([named("small")], model: "a"), try installation.backend([named("large")], model: "b"),
    ]
    try await installation.waitForBackends(2)
    for (model, name) in [("a", "small as a"), ("b", "large as b")] {
      let answer = try await installation.gateway.call("test.Name", "Get", model: model, payload: [])
      #expect(String(decoding: answer, as: UTF8.self) == name)
    }
    await #expect(throws: RPCError.self) {
      try await installation.gateway.call("test.Name", "Get", model: "c", payload: [])
    }
    for backend in backends { await backend.drain() }
  }

  @Test func contextTellsDeadlineMetadataAndCaller() async throws {
    let look = RPCService(
      "test.Look",
      [
        "Get": .unary { context, _ in
          let left = context.deadline.map { $0 - .now } ?? .zero
          // The cores of a virtual machine may disagree about now.
          let isWithin = left > .zero && left <= .seconds(21)
          return Array("\(isWithin) \(context.metadata["traceparent"] ?? "") \(context.callerKey!)".utf8)
        }
      ])
    let installation = try Installation([look])
    let client = try installation.client()
    var options = CallOptions(timeout: .seconds(20))
    options.metadata = ["traceparent": "00-aa-bb-01"]
    let answer = try await client.call("test.Look", "Get", payload: [], options: options)
    #expect(String(decoding: answer, as: UTF8.self) == "true 00-aa-bb-01 \(installation.clientKeys.publicKey)")
  }
}
