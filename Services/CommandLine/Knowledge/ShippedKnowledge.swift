import Foundation
import Operations
import Retrieval

/// The passages that ship, put into the knowledge base once for each version of the files.
struct ShippedKnowledge {
  let resources: String

  /// `recording` puts a file on the record before its documents can be found.
  func ingest(
    into state: StateFolder, recording: (_ file: String) throws -> Void, report: (String) -> Void
  ) throws {
    for file in try FileManager.default.contentsOfDirectory(atPath: "\(resources)/knowledge").sorted()
    where file.hasSuffix(".jsonl") {
      let data = try Data(contentsOf: URL(filePath: "\(resources)/knowledge/\(file)"))
      let stamp = "\(state.knowledgeBase)/.\(file).\(data.count)"
      guard !FileManager.default.fileExists(atPath: stamp) else { continue }
      try recording(file)
      let store = try KnowledgeStore(path: state.knowledgeBase)
      let summary = try store.ingest(try documents(data), at: Int64(Date().timeIntervalSince1970))
      report("\(file): \(summary.documents) documents, \(summary.passages) passages")
      try Data().write(to: URL(filePath: stamp))
    }
  }

  private func documents(_ lines: Data) throws -> [SourceDocument] {
    try lines.split(separator: UInt8(ascii: "\n")).map {
      let line = try JSONDecoder().decode(Line.self, from: $0)
      return SourceDocument(id: line.id, title: line.title, text: line.text)
    }
  }

  private struct Line: Decodable {
    let id: String
    let title: String
    let text: String
  }
}
