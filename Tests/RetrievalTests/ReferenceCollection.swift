import Foundation

@testable import Retrieval

/// A BEIR-like folder: corpus, queries and judgements, scored by nDCG@10 (Järvelin and Kekäläinen, 2002).
struct ReferenceCollection {
  private struct Text: Decodable {
    var _id: String
    var title: String?
    var text: String
  }

  private let corpus: [SourceDocument]
  private let queries: [Text]
  private var judgements: [String: [String: Double]] = [:]

  init(folder: URL) throws {
    corpus = try Self.texts(folder, "corpus").map { SourceDocument(id: $0._id, title: $0.title ?? "", text: $0.text) }
    queries = try Self.texts(folder, "queries")
    for line in try String(contentsOf: folder.appending(path: "qrels.tsv"), encoding: .utf8).split(separator: "\n")
      .dropFirst()
    {
      let columns = line.split(separator: "\t").map(String.init)
      judgements[columns[0], default: [:]][columns[1]] = Double(columns[2]) ?? 0
    }
  }

  /// Mean nDCG@10 over the judged queries.
  func meanGain(in store: KnowledgeStore) throws -> Double {
    try store.ingest(corpus, at: 0)
    let gains = try queries.compactMap { query in
      try judgements[query._id].map { judged in
        let hits = try store.search(query.text, limit: 10, grouping: .documents)
        return Self.gain(hits.map { judged[$0.documentID] ?? 0 }) / Self.gain(judged.values.sorted(by: >))
      }
    }
    return gains.reduce(0, +) / Double(gains.count)
  }

  private static func gain(_ relevances: [Double]) -> Double {
    relevances.prefix(10).enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset + 2)) }
  }

  private static func texts(_ folder: URL, _ name: String) throws -> [Text] {
    try String(contentsOf: folder.appending(path: "\(name).jsonl"), encoding: .utf8).split(separator: "\n")
      .map { try JSONDecoder().decode(Text.self, from: Data($0.utf8)) }
  }
}
