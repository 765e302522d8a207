import Foundation
import Synchronization
import TestSupport
import Testing

@testable import weir

@Suite struct JSONLinesTests {
  @Test("answers keep the order of the lines, on any number of threads", arguments: [1, 2, 7])
  func order(threads: Int) throws {
    let lines = (0..<2000).map { "line \($0)" }
    let answers = try run(lines.joined(separator: "\n"), threads: threads, readBytes: 37) { line in
      // Uneven work, so that a later line is often ready first.
      if line.last == UInt8(ascii: "0") { usleep(200) }
      return line
    }
    #expect(answers == lines)
  }

  @Test("lines are the same however the bytes arrive", arguments: [1, 2, 3, 1000])
  func splitInvariance(readBytes: Int) throws {
    let text = "a\n\n  \r\n王伟\nlast without feed"
    #expect(try run(text, threads: 2, readBytes: readBytes) { $0 } == ["a", "王伟", "last without feed"])
  }

  @Test func noInputGivesNoOutput() throws {
    #expect(try run("", threads: 2) { $0 } == [])
  }

  @Test func aLineOverTheLimitIsDroppedAndReported() {
    var splitter = LineSplitter(lineBytesMax: 4)
    var lines = splitter.push(Array("abcd\nabc".utf8))
    lines += splitter.push(Array("de\nxy".utf8))
    #expect(lines == [.line(Array("abcd".utf8)), .tooLong])
    #expect(splitter.finish() == [.line(Array("xy".utf8))])
  }

  @Test func linesUnderWayAreBounded() throws {
    let threads = 2
    let read = Mutex(0)
    let written = Mutex(0)
    let lead = Mutex(0)
    let source = ByteSource {
      let count = read.withLock {
        $0 += 1
        return $0
      }
      lead.withLock { $0 = max($0, count - written.withLock { $0 }) }
      return count <= 500 ? Array("x\n".utf8) : []
    }
    let sink = ByteSink { _ in written.withLock { $0 += 1 } }
    try runJSONLines(threads: threads, input: source, output: sink) { $0 }
    #expect(written.withLock { $0 } == 500)
    // Twice the threads under way, one read ahead, one taken but not yet counted by the sink.
    #expect(lead.withLock { $0 } <= 2 * threads + 2)
  }

  @Test func aFailedWriteEndsTheRun() {
    struct Full: Error {}
    let endless = ByteSource { Array("x\n".utf8) }
    #expect(throws: Full.self) {
      try runJSONLines(threads: 2, input: endless, output: ByteSink { _ in throw Full() }) { $0 }
    }
  }

  @Test func aFailedReadEndsTheRun() {
    struct Gone: Error {}
    #expect(throws: Gone.self) {
      try runJSONLines(threads: 2, input: ByteSource { throw Gone() }, output: ByteSink { _ in }) { $0 }
    }
  }

  @Test(
    "the id comes back as it was",
    arguments: [
      (#"{"id":"a/王"}"#, #"{"error":"bad","id":"a/王"}"#), (#"{"id":7}"#, #"{"error":"bad","id":7}"#),
      (#"{"id":1.5}"#, #"{"error":"bad","id":1.5}"#), (#"{}"#, #"{"error":"bad","id":null}"#),
    ])
  func errorLines(line: String, expected: String) throws {
    struct Identified: Decodable { var id: JSONID? }
    let id = try JSONDecoder().decode(Identified.self, from: Data(line.utf8)).id
    #expect(String(decoding: lineError(id: id, "bad"), as: UTF8.self) == expected)
  }

  private func run(
    _ text: String, threads: Int, readBytes: Int = 1 << 16, body: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) throws -> [String] {
    let rest = Mutex(Array(text.utf8)[...])
    let written = Mutex<[UInt8]>([])
    let source = ByteSource {
      rest.withLock { rest in
        defer { rest = rest.dropFirst(readBytes) }
        return Array(rest.prefix(readBytes))
      }
    }
    let sink = ByteSink { bytes in written.withLock { $0 += bytes } }
    try runJSONLines(threads: threads, linesPerBatch: 3, input: source, output: sink, body: body)
    return String(decoding: written.withLock { $0 }, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
