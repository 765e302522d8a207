import Foundation
import TestSupport
import Testing

@Suite struct TranscriptTests {
  static let files =
    ((try? FileManager.default.contentsOfDirectory(
      at: Fixtures.folder.appending(path: "rpc"), includingPropertiesForKeys: nil)) ?? [])
    .filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }

  @Test func thereAreTranscripts() { #expect(Self.files.count >= 8) }

  @Test(arguments: files)
  func theNodeDoesWhatTheTranscriptSays(file: URL) throws {
    let expected = try String(contentsOf: file, encoding: .utf8)
    let actual = Transcript.rewrite(expected)
    if ProcessInfo.processInfo.environment["WEIR_REWRITE_TRANSCRIPTS"] != nil {
      try actual.write(to: file, atomically: true, encoding: .utf8)
    }
    for (line, (a, b)) in zip(actual.split(separator: "\n"), expected.split(separator: "\n")).enumerated()
    where a != b {
      Issue.record("\(file.lastPathComponent), line \(line + 1) not counting empty ones: \(a) instead of \(b)")
      return
    }
    #expect(actual == expected)
  }
}
