import Foundation
import Testing

@testable import Retrieval

@Suite("A knowledge base on disk")
struct KnowledgeStoreTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "kb-\(UUID().uuidString)").path

  private let documents = [
    SourceDocument(id: "warfarin", title: "Warfarin", text: "Ibuprofen raises the risk of bleeding with warfarin."),
    SourceDocument(id: "asthma", title: "Asthma", text: "Wheezing and coughing are symptoms. Inhalers treat asthma."),
    SourceDocument(id: "gxy", title: "高血压", text: "高血压多数没有症状。少盐饮食能降低血压。"),
    SourceDocument(id: "xc", title: "哮喘", text: "哮喘的典型症状是喘息和咳嗽。"),
  ]

  private func store() throws -> KnowledgeStore {
    let store = try KnowledgeStore(path: folder)
    try store.ingest(documents, at: 1_795_000_000)
    return store
  }

  @Test(arguments: [
    ("does ibuprofen increase bleeding?", "warfarin"),
    ("coughs and wheeze", "asthma"),  // stems
    ("ASTHMA", "asthma"),
    ("高血压可以吃盐吗", "gxy"),
    ("孩子咳嗽喘息", "xc"),
    ("哮喘 asthma inhaler 咳嗽 喘息", "xc"),
    ("盐", "gxy"),  // one character
  ])
  func `finds the document that a question is about`(query: String, id: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try store().search(query, limit: 3).first?.documentID == id)
  }

  @Test func `a hit carries title, text and version, and scores fall`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let hits = try store().search("asthma symptoms bleeding", limit: 10)
    #expect(hits.map(\.documentID) == ["asthma", "warfarin"])
    #expect(hits[0].title == "Asthma")
    #expect(hits[0].text == documents[1].text)
    #expect(hits[0].version == documents[1].version)
    #expect(hits[0].score > hits[1].score)
    #expect(hits[1].score > 0)
  }

  @Test func `a document ingested again replaces the stored one`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try store()
    let changed = SourceDocument(id: "asthma", title: "Asthma", text: "Spacers help children to inhale.")
    let summary = try store.ingest([changed, documents[0]], at: 1_795_000_100)
    #expect(summary.documents == 1 && summary.passages == 1 && summary.unchanged == 1)
    #expect(try store.search("wheezing", limit: 5).isEmpty)
    #expect(try store.search("spacers", limit: 5).map(\.version) == [changed.version])
    #expect(changed.version != documents[1].version)
    #expect(try store.counts().documents == 4)
  }

  @Test func `a deleted document is found no more`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try store()
    #expect(try store.delete(["asthma", "unknown"]) == 1)
    #expect(try store.search("wheezing", limit: 5).isEmpty)
    #expect(try store.counts() == (3, 3))
  }

  @Test func `what was stored is there after opening again`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try store()
    #expect(try KnowledgeStore(path: folder).search("warfarin", limit: 1).first?.documentID == "warfarin")
  }

  @Test func `a long document has several passages, or counts once`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try store()
    let text = (1...60).map { "Statement \($0) on gout and its treatment, in words enough to fill a line." }
    try store.ingest([SourceDocument(id: "gout", text: text.joined(separator: " "))], at: 0)
    #expect(try store.search("gout", limit: 10).count == 4)
    #expect(try store.search("gout", limit: 10, grouping: .documents).map(\.documentID) == ["gout"])
  }

  @Test func `hits are limited, and a limit of nothing gives nothing`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try store()
    #expect(try store.search("症状", limit: 1).count == 1)
    #expect(try store.search("症状", limit: 2).count == 2)
    #expect(try store.search("症状", limit: 0).isEmpty)
    #expect(try store.search("症状", limit: -1).isEmpty)
  }

  @Test func `an unusable document refuses the whole batch, by its position`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try KnowledgeStore(path: folder)
    let large = String(repeating: "a", count: DocumentLimits.textBytesMax + 1)
    let cases: [(SourceDocument, RetrievalError)] = [
      (SourceDocument(id: "", text: "x"), .missingID(position: 1)),
      (SourceDocument(id: String(repeating: "i", count: 1025), text: "x"), .idTooLong(position: 1)),
      (SourceDocument(id: "large", text: large), .documentTooLarge(position: 1)),
    ]
    for (document, error) in cases {
      #expect(throws: error) { try store.ingest([documents[0], document], at: 0) }
    }
    #expect(try store.counts() == (0, 0))
  }

  @Test func `versions tell title and text apart`() {
    let a = SourceDocument(id: "1", title: "ab", text: "c").version
    #expect(a != SourceDocument(id: "1", title: "a", text: "bc").version)
    #expect(a == SourceDocument(id: "2", title: "ab", text: "c").version)
  }
}
