import Foundation
import TestSupport
import Testing
import Tokenization

/// Random templates over the whole language, with what Jinja 3.1.6 made of them under the settings of HF transformers:
/// sandboxed, `trim_blocks`, `lstrip_blocks`, loop controls, `generation` and HF's `tojson`.
@Suite struct TemplateComparisonTests {
  private static let rows: [JSONValue] = {
    let url = Fixtures.folder.appending(path: "tokenizer/templates.jsonl")
    let lines = (try? Data(contentsOf: url))?.split(separator: 0x0a) ?? []
    return lines.compactMap { try? JSONParser.parse(Array($0)) }
  }()

  @Test func rendersAsJinja() throws {
    let members = try #require(Self.rows.first?["variables"]?.members)
    let variables = Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    let now = try #require(CivilTime(iso8601: "2024-07-26T12:34:56"))
    #expect(Self.rows.count > 300)
    for row in Self.rows.dropFirst() {
      let source = try #require(row["template"]?.string)
      let text = try? ChatTemplate(source).render(variables, now: now)
      #expect(text.map { Array($0.utf8) } == row["text"]?.string.map { Array($0.utf8) }, "\(source)")
    }
  }
}
