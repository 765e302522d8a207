import Foundation
import Logging
import Operations
import Synchronization
import Testing

@Suite struct LoggingTests {
  @Test func oneLineOfJSON() {
    let line = LogLine.render(
      time: 1_700_000_000.0625, level: .info, label: "weir-worker", message: "ready",
      metadata: ["slots": "4", "model": "a \"b\"\n\u{1}\u{2028}é"])
    #expect(
      line == #"{"time":1700000000.062,"level":"info","label":"weir-worker","message":"ready","#
        + #""model":"a \"b\"\n\u0001\u2028é","slots":"4"}"# + "\n")
  }

  @Test("a line is bounded whatever is logged", arguments: ["x", "é", "医", "🩺"])
  func bounded(character: String) throws {
    let value = Logger.MetadataValue.string(String(repeating: character, count: 100_000))
    let metadata = Logger.Metadata(uniqueKeysWithValues: (0..<100).map { ("k\($0)", value) })
    let line = LogLine.render(time: 0, level: .error, label: "l", message: "m", metadata: metadata)
    #expect(line.utf8.count < LogLine.valueCountMax * (LogLine.valueBytesMax + 16) + 100)
    #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
  }

  @Test func levelsAndMetadataFollowTheLogger() {
    let lines = Mutex<[String]>([])
    var logger = Logger(label: "weir") { label in
      JSONLogHandler(label: label, level: .notice) { line in lines.withLock { $0.append(line) } }
    }
    logger[metadataKey: "call"] = "7"
    logger.info("unheard")
    logger.warning("slow", metadata: ["ms": "900"])
    let heard = lines.withLock { $0 }
    #expect(heard.count == 1)
    #expect(heard[0].contains(#""level":"warning","label":"weir","message":"slow","call":"7","ms":"900"}"#))
  }
}
