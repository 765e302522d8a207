import Foundation
import TestSupport
import Testing

/// Bytes that are no request, sent to each port: nothing crashes, and questions are answered as before.
@Suite(.serialized) struct GarbageTests {
  @Test func garbageChangesNothing() async throws {
    let installation = try await RunningInstallation()
    let before = try RunningInstallation.services.map(installation.pid)
    var generator = SeededGenerator(seed: 20_261_125)
    for bytes in Self.messages(using: &generator) {
      for port in [installation.httpPort, installation.rpcPort] { _ = exchange(bytes, port: port) }
    }
    #expect(await installation.ask().isAnswered)
    #expect(try RunningInstallation.services.map(installation.pid) == before, "a process crashed")
    installation.stop()
  }

  @Test func malformedBodiesAreRefusedWithAReason() async throws {
    let installation = try await RunningInstallation()
    for body in [
      "", "{", "[]", "null", "{\"model\":7}", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}",
      "\u{0}\u{1}\u{2}", String(repeating: "[", count: 100_000),
    ] {
      let answer = await installation.post("/v1/chat/completions", Data(body.utf8))
      #expect(answer.status == 400 && answer.isRefused, "\(body.prefix(20)): \(answer)")
    }
    installation.stop()
  }

  /// Random bytes, and the beginnings of each protocol followed by random bytes.
  private static func messages(using generator: inout SeededGenerator) -> [[UInt8]] {
    let http = Array("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\n\r\n{\"model\":".utf8)
    let chunked = Array("POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n".utf8)
    // ZMTP 3.1, RFC 37: signature, version, mechanism, as-server, filler; with no mechanism and with CURVE.
    let greetings = ["NULL", "CURVE", "PLAIN", "XXXX"].map { mechanism in
      [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 1] + Array(mechanism.utf8)
        + [UInt8](repeating: 0, count: 20 - mechanism.utf8.count) + [UInt8](repeating: 0, count: 32)
    }
    let curveHello = greetings[1] + [4, 200, 5] + Array("HELLO".utf8)
    return ([[], http, chunked, curveHello] + greetings).flatMap { start in
      [0, 1, 64, 3_000].map { count in start + (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
    }
  }
}
