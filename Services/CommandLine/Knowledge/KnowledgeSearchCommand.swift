internal import ArgumentParser
internal import Foundation
internal import Retrieval

/// `weir kb search`: `{"id","text"}` a line in, `{"id","hits":[{"doc","score"}]}` a line out.
struct KnowledgeSearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: #"Find documents: {"id","text"} a line in, {"id","hits":[{"doc","score"}]} a line out."#)

  @OptionGroup var options: KnowledgeStoreOptions
  @Option(help: "Documents per query, 1 to 1000.")
  var k = 10
  @Option(help: "How to search: \(Self.modes).", transform: Self.mode)
  var mode: SearchMode = .lexical

  func validate() throws {
    if !(1...KnowledgeStore.hitsMax).contains(k) {
      throw ValidationError("--k must be from 1 to \(KnowledgeStore.hitsMax)")
    }
  }

  private static let modes = SearchMode.allCases.map(\.rawValue).joined(separator: ", ")

  @Sendable private static func mode(_ name: String) throws -> SearchMode {
    guard let mode = SearchMode(rawValue: name) else { throw ValidationError("--mode must be one of: \(modes)") }
    return mode
  }

  func run() throws {
    let searcher = KnowledgeSearcher(store: try KnowledgeStore(path: options.store), limit: k, mode: mode)
    try runJSONLines(linesPerBatch: 1) { searcher.answer($0) }
  }
}

/// Answers one line of `weir kb search`.
struct KnowledgeSearcher {
  let store: KnowledgeStore
  let limit: Int
  let mode: SearchMode

  func answer(_ line: [UInt8]) -> [UInt8] {
    guard let query = try? JSONDecoder().decode(Query.self, from: Data(line)) else {
      return lineError(id: JSONID(inLine: line), #"not {"id": string, "text": string}"#)
    }
    do {
      let hits = try store.search(query.text, limit: limit, mode: mode, grouping: .documents)
      return encodeLine(Answer(id: query.id, hits: hits.map { Hit(doc: $0.documentID, score: $0.score) }))
    } catch {
      return lineError(id: query.id, "\(error)")
    }
  }

  private struct Query: Decodable {
    var id: JSONID
    var text: String
  }

  private struct Answer: Encodable {
    var id: JSONID
    var hits: [Hit]
  }

  private struct Hit: Encodable {
    var doc: String
    var score: Double
  }
}

extension JSONID {
  /// The `id` of a line whose other fields are unusable; nil when it has none.
  init?(inLine line: [UInt8]) {
    struct Holder: Decodable { var id: JSONID }
    guard let holder = try? JSONDecoder().decode(Holder.self, from: Data(line)) else { return nil }
    self = holder.id
  }

  /// As the name of a document.
  var text: String {
    switch self {
    case .string(let value): value
    case .integer(let value): String(value)
    case .number(let value): String(value)
    }
  }
}
