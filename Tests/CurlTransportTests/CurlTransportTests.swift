import CurlTransport
import HTTPTransport
import TestSupport
import Testing

/// Against a real server; what it answers well is the business of the tests of those who call it.
@Suite(.enabled(if: PythonServer.isInstalled, Comment(rawValue: PythonServer.advice))) struct CurlTransportTests {
  private let transport = CurlTransport()
  private let server: PythonServer

  init() throws { server = try PythonServer("hub.py") }

  @Test func aConnectionServesOneCallAfterAnother() async throws {
    for _ in 0..<20 { #expect(try await get("/file/plain/b/c.gguf").count == 1000) }
  }

  @Test func manyCallsRunSideBySide() async throws {
    try await withThrowingTaskGroup { group in
      for _ in 0..<40 { group.addTask { try await get("/file/plain/a.gguf").count } }
      for try await count in group { #expect(count == 300_000) }
    }
  }

  @Test func whatIsNotReadIsLeft() async throws {
    for _ in 0..<20 {
      let first = try await transport.exchange(call("/file/plain/a.gguf")) { _, body in try await body.next() }
      #expect(first?.isEmpty == false)
    }
  }

  @Test func aBodyThatIsCutShortIsBrokenOff() async {
    await #expect(throws: HTTPError.brokenOff) { try await get("/file/breaks/a.gguf") }
  }

  @Test func aServerThatFallsSilentIsGivenUp() async throws {
    var settings = HTTPTransportSettings()
    settings.idleTimeout = .seconds(1)
    let impatient = CurlTransport(settings)
    // Over a new connection and over one that is kept.
    await #expect(throws: HTTPError.timedOut) { try await read(call("/file/silent/a.gguf"), over: impatient) }
    #expect(try await read(call("/file/plain/b/c.gguf"), over: impatient).count == 1000)
    await #expect(throws: HTTPError.timedOut) { try await read(call("/file/silent/a.gguf"), over: impatient) }
  }

  @Test func aCallEndsWithItsTime() async {
    var call = call("/file/silent/a.gguf")
    call.deadline = .now + .seconds(1)
    await #expect(throws: HTTPError.deadlineExceeded) { try await read(call, over: transport) }
  }

  @Test func cancellingEndsACallThatWaits() async throws {
    let (begun, signal) = AsyncStream<Void>.makeStream()
    let task = Task {
      try await transport.exchange(call("/file/plain/a.gguf")) { _, body in
        signal.yield()
        try await Task.sleep(for: .seconds(3600))
        return try await body.next()
      }
    }
    for await _ in begun { break }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(
    "calls that cannot be made",
    arguments: [
      ("ftp://127.0.0.1/x", HTTPError.badURL), ("file:///etc/hosts", .badURL), ("http://", .badURL),
      ("http://127.0.0.1:1/x", .cannotConnect),
      ("http://no-such-host.invalid/x", .cannotConnect),
    ])
  func failures(url: String, error: HTTPError) async {
    let call = HTTPCall(.get, url, deadline: .now + .seconds(30))
    await #expect(throws: error) { try await transport.exchange(call) { head, _ in head.status } }
  }

  @Test func noFieldSmugglesInAnother() async {
    let call = HTTPCall(
      .get, "http://127.0.0.1:\(server.port)/log", fields: [("a", "b\r\nc: d")], deadline: .now + .seconds(30))
    await #expect(throws: HTTPError.badURL) { try await transport.exchange(call) { head, _ in head.status } }
  }

  @Test func aCallWhoseTimeIsOverIsNotMade() async {
    await #expect(throws: HTTPError.deadlineExceeded) {
      try await transport.exchange(HTTPCall(.get, "http://127.0.0.1:\(server.port)/log", deadline: .now)) { head, _ in
        head.status
      }
    }
  }

  private func call(_ path: String) -> HTTPCall {
    HTTPCall(.get, "http://127.0.0.1:\(server.port)\(path)", deadline: .now + .seconds(60))
  }

  private func get(_ path: String) async throws -> [UInt8] { try await read(call(path), over: transport) }

  private func read(_ call: HTTPCall, over transport: CurlTransport) async throws -> [UInt8] {
    try await transport.exchange(call) { _, body in
      var bytes: [UInt8] = []
      while let more = try await body.next() { bytes += more }
      return bytes
    }
  }
}
