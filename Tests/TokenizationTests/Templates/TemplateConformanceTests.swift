import Foundation
import TestSupport
import Testing
import Tokenization

/// Every reference rendering of published chat templates, byte for byte, and every refusal.
@Suite(.enabled(if: hasReferenceData))
struct TemplateConformanceTests {
  private static let templates: [URL] =
    Fixtures.shared("tokenizer/templates").map { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      return names.filter { $0.hasSuffix(".jinja") }.sorted().map { folder.appending(path: $0) }
    } ?? []

  @Test(arguments: templates)
  func rendersAsTheReference(_ url: URL) throws {
    let template = try ChatTemplate(try String(contentsOf: url, encoding: .utf8))
    let file = url.deletingPathExtension().path + ".cases.json"
    let bytes = Array(try #require(FileManager.default.contents(atPath: file)))
    let cases = try #require(try JSONParser.parse(bytes).array)
    #expect(!cases.isEmpty)
    let now = try #require(CivilTime(iso8601: "2024-07-26T12:34:56"))
    for row in cases {
      let members = try #require(row["context"]?.members)
      let variables = Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
      let text = try? template.render(variables, now: now)
      #expect(
        text.map { Array($0.utf8) } == row["expected"]?.string.map { Array($0.utf8) }, "\(row["case"]?.string ?? "")")
    }
  }
}
