import TestSupport
import Testing

@testable import Upstream

/// WHATWG HTML, section 9.2.6.
@Suite struct EventStreamTests {
  @Test(
    "stream, and the data of its events",
    arguments: [
      ("data: a\n\n", ["a"]),
      ("data:a\r\n\r\ndata: b\r\r", ["a", "b"]),
      ("data: a\ndata: b\n\n", ["a\nb"]),
      (": keep-alive\n\ndata: a\n\n", ["a"]),
      ("event: x\nid: 1\nretry: 5\ndata: a\n\n", ["a"]),
      ("data\n\n", [""]),
      ("data:  two spaces\n\n", [" two spaces"]),
      ("data: unfinished\n", []),
      ("datax: a\n\n", []),
      ("\n\n\n", []),
    ] as [(String, [String])])
  func table(stream: String, events: [String]) throws {
    #expect(try run([Array(stream.utf8)]) == events)
    #expect(try run(stream.utf8.map { [$0] }) == events)
  }

  @Test("cuts change nothing, noise never traps")
  func fuzz() throws {
    var random = SeededGenerator(seed: 3)
    let pieces = ["data:", "data: ", "a", "\n", "\r", "\r\n", ":", "id: 1", "é", "\u{0}"]
    for _ in 0..<5_000 {
      let stream = (0..<Int.random(in: 0...20, using: &random)).map { _ in pieces.randomElement(using: &random)! }
      let bytes = Array(stream.joined().utf8)
      var cuts: [[UInt8]] = [[]]
      for byte in bytes {
        if Bool.random(using: &random) { cuts.append([]) }
        cuts[cuts.count - 1].append(byte)
      }
      #expect(try run(cuts) == run([bytes]), "\(stream)")
    }
  }

  @Test func anEventWithoutEndIsRefused() {
    var events = EventStream()
    #expect(throws: UpstreamError.malformed) {
      try events.push(Array(repeating: UInt8(ascii: "a"), count: EventStream.eventBytesMax + 1))
    }
  }

  private func run(_ pieces: [[UInt8]]) throws -> [String] {
    var events = EventStream()
    return try pieces.flatMap { try events.push($0) }.map { String(decoding: $0, as: UTF8.self) }
  }
}
