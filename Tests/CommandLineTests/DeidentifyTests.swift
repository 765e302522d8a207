@_spi(Identified) import Deidentification
import Foundation
import Synchronization
import Testing

@testable import weir

@Suite struct DeidentifyTests {
  @Test(
    "one line in, one line out",
    arguments: [
      (
        #"{"id":"a","text":"🙂 mail a@b.org"}"#,
        #"{"id":"a","spans":[{"end":14,"score":1,"start":7,"type":"EMAIL"}],"text":"🙂 mail [EMAIL_1]"}"#
      ),
      (#"{"id":7,"text":"患者高玉芬，女"}"#, #""text":"患者[NAME_1]，女"}"#),
      (#"{"id":"n","text":""}"#, #"{"id":"n","spans":[],"text":""}"#),
      (#"{"id":"x","txt":"a@b.org"}"#, #"{"error":"the line is not {\"id\":…,\"text\":\"…\"} in JSON","id":"x"}"#),
      (#"not a@b.org JSON"#, #"{"error":"the line is not {\"id\":…,\"text\":\"…\"} in JSON","id":null}"#),
    ])
  func lines(line: String, expected: String) throws {
    let answer = deidentifyLine(Array(line.utf8), try Deidentifier(), ConversationMap())
    #expect(String(decoding: answer, as: UTF8.self).hasSuffix(expected))
  }

  @Test func aConversationsMapRestoresItsLines() throws {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "weir-map-\(ProcessInfo.processInfo.processIdentifier).json"
    ).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let conversation = ConversationMap()
    let deidentifier = try Deidentifier()
    _ = deidentifyLine(Array(#"{"id":1,"text":"a@b.org"}"#.utf8), deidentifier, conversation)
    _ = deidentifyLine(Array(#"{"id":2,"text":"c@d.org"}"#.utf8), deidentifier, conversation)
    try conversation.write(to: path)
    let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
    #expect(permissions?.intValue == 0o600)

    let map = try SurrogateMap(json: #require(FileManager.default.contents(atPath: path)))
    #expect(try reidentified("[EMAIL_2] 王 [EMAIL_1] [EMAIL_3]", map, readBytes: 1) == "c@d.org 王 a@b.org [EMAIL_3]")
  }

  private func reidentified(_ text: String, _ map: SurrogateMap, readBytes: Int) throws -> String {
    let rest = Mutex(Array(text.utf8)[...])
    let written = Mutex<[UInt8]>([])
    let source = ByteSource {
      rest.withLock { rest in
        defer { rest = rest.dropFirst(readBytes) }
        return Array(rest.prefix(readBytes))
      }
    }
    let sink = ByteSink { bytes in written.withLock { $0 += bytes } }
    try reidentify(from: source, to: sink, with: SurrogateRestorer(map: map))
    return String(decoding: written.withLock { $0 }, as: UTF8.self)
  }
}
