import HTTPTransport
import TestSupport
import Testing

@testable import CurlTransport

/// RFC 9112, sections 4 and 5.
@Suite struct HeadReaderTests {
  @Test(
    "lines, and the head they are",
    arguments: [
      (["HTTP/1.1 200 OK\r\n", "A: 1\r\n", "b:2 \r\n", "\r\n"], HTTPHead(status: 200, fields: ["a": "1", "b": "2"])),
      (["HTTP/1.1 100 Continue\r\n", "\r\n", "HTTP/1.1 404\r\n", "\r\n"], HTTPHead(status: 404)),
      (["HTTP/1.1 200 OK\r\n", "A: 1\r\n", "A: 2\r\n", "\r\n"], HTTPHead(status: 200, fields: ["a": "2"])),
      (["HTTP/1.1 200 OK\r\n", "no field\r\n", "\r\n", "Trailer: x\r\n"], HTTPHead(status: 200)),
      (["HTTP/1.1 200 OK\r\n", "A: b: c\r\n"], nil),
      (["HTTP/1.1 nonsense\r\n", "\r\n"], nil),
    ] as [([String], HTTPHead?)])
  func table(lines: [String], head: HTTPHead?) {
    var reader = HeadReader()
    for line in lines { reader.take(Array(line.utf8)) }
    #expect(reader.complete == head)
  }

  @Test("noise never traps, and no head grows without end")
  func fuzz() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<2_000 {
      var reader = HeadReader()
      for _ in 0..<6 {
        let line = (0..<Int.random(in: 0...12, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        reader.take(Array("HTTP/1.1 2".utf8).prefix(Int.random(in: 0...10, using: &random)) + line)
      }
    }
    var reader = HeadReader()
    for _ in 0..<40 { reader.take(Array("a: \(String(repeating: "x", count: 10_000))\r\n".utf8)) }
    reader.take(Array("HTTP/1.1 200 OK\r\n".utf8))
    reader.take(Array("\r\n".utf8))
    #expect(reader.complete == nil)
  }
}
