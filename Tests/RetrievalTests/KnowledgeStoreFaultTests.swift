import Foundation
import GRDB
import TestSupport
import Testing

@testable import Retrieval

@Suite("A knowledge base that is damaged, shared or attacked")
struct KnowledgeStoreFaultTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "kb-\(UUID().uuidString)").path

  @Test func `a file that is no database is refused`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: folder + "/knowledge.sqlite"))
    #expect(throws: RetrievalError.corrupted(path: folder)) { try KnowledgeStore(path: folder) }
  }

  @Test func `a path that is a file is refused`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("x".utf8).write(to: URL(filePath: folder))
    #expect(throws: RetrievalError.folderUnusable(path: folder)) { try KnowledgeStore(path: folder) }
  }

  @Test func `a database of a newer version is refused`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let store = try KnowledgeStore(path: folder)
      try store.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 from the future')") }
      try store.close()
    }
    #expect(throws: RetrievalError.newerVersion(path: folder)) { try KnowledgeStore(path: folder) }
  }

  @Test(arguments: 0..<24 as Range<UInt64>)
  func `a damaged database answers or fails with an error that says so`(seed: UInt64) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try fill()
    var random = SeededGenerator(seed: seed)
    let url = URL(filePath: folder + "/knowledge.sqlite")
    var bytes = [UInt8](try Data(contentsOf: url))
    for _ in 0..<400 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random) }
    try Data(bytes).write(to: url)
    do {
      let store = try KnowledgeStore(path: folder)
      _ = try store.search("symptoms treatment", limit: 50)
      try store.ingest([SourceDocument(id: "new", text: "New text.")], at: 0)
    } catch let error {
      // Typed throws leave only RetrievalError; it must not hold document text.
      #expect(!"\(error)".contains("asthma"))
    }
  }

  private func fill() throws {
    let store = try KnowledgeStore(path: folder)
    let documents = (0..<200).map { SourceDocument(id: "\($0)", text: "Text \($0) on asthma symptoms and treatment.") }
    try store.ingest(documents, at: 0)
    // Closing moves the write-ahead log into the file that is damaged next.
    try store.close()
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func `no query is syntax: whatever its characters, it is answered`(seed: UInt64) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try KnowledgeStore(path: folder)
    try store.ingest([SourceDocument(id: "1", title: "Asthma", text: "Wheezing NEAR night. 哮喘。")], at: 0)
    var random = SeededGenerator(seed: seed)
    let parts = [
      "\"", "'", "*", "(", ")", "{", "}", ":", "^", "-", "+", " AND ", " OR ", " NOT ", " NEAR(", "body", "rowid", ";",
      "--", "\u{0}", "\u{301}", "½", "\u{1F600}", "\u{1E030}", "\u{31350}", "哮", "asthma", "DROP TABLE passage", ", 1)",
      "\n",
    ]
    let query = (0..<Int.random(in: 1...12, using: &random)).map { _ in parts.randomElement(using: &random)! }.joined()
    let hits = try store.search(query, limit: 5)
    if query.contains("asthma") && !QueryExpression(query).words.isDisjoint(with: ["asthma"]) {
      #expect(hits.count == 1)
    }
    #expect(try store.counts() == (1, 1))
  }

  @Test func `readers and a writer of two openings see whole documents only`() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let writer = try KnowledgeStore(path: folder), reader = try KnowledgeStore(path: folder)
    let texts = (0..<40).map { round in "Gout, round \(round). " + String(repeating: "Gout is painful. ", count: 120) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for text in texts { try writer.ingest([SourceDocument(id: "gout", text: text)], at: 0) } }
      group.addTask {
        for _ in 0..<200 {
          let hits = try reader.search("gout", limit: 100)
          #expect(Set(hits.map(\.version)).count <= 1)
          #expect(hits.isEmpty || hits.count == 2)
        }
      }
      try await group.waitForAll()
    }
  }
}

extension QueryExpression {
  fileprivate var words: Set<String> {
    Set((fts5 ?? "").components(separatedBy: " OR ").map { $0.trimmingCharacters(in: ["\""]) })
  }
}
