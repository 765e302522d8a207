import ArgumentParser
import Foundation
import Retrieval

/// `weir bench kb`: indexing and searching a made-up collection in a folder of its own.
struct BenchKnowledgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kb", abstract: "Measure indexing and search on this machine's disk.")

  @Flag(help: "Print JSON (the only format).") var json = false
  @Option(help: "Documents to index.") var documents = 5_000
  @Option(help: "Searches to make.") var searches = 500

  func validate() throws {
    guard documents > 0, searches > 0 else { throw ValidationError("--documents and --searches must be 1 or more") }
  }

  func run() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "weir-bench-kb-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try KnowledgeStore(path: folder.path)
    var random = SystemRandomNumberGenerator()
    let collection = (0..<documents).map { Self.document($0, using: &random) }
    let clock = ContinuousClock()
    let indexing = try clock.measure {
      for start in stride(from: 0, to: documents, by: KnowledgeIndexer.batchDocumentsMax) {
        let batch = collection[start..<min(start + KnowledgeIndexer.batchDocumentsMax, documents)]
        _ = try store.ingest(Array(batch), at: 0)
      }
    }
    let queries = (0..<searches).map { _ in Self.words(6, using: &random) }
    let times = try Measuring.microseconds(count: searches) { _ = try store.search(queries[$0], limit: 10) }
    try printJSON(
      Figures(
        documents: documents, documentsPerSecond: Double(documents) / indexing.seconds,
        searchMicrosecondsP50: times.quantile(0.5), searchMicrosecondsP99: times.quantile(0.99)))
  }

  private static func document(_ number: Int, using random: inout SystemRandomNumberGenerator) -> SourceDocument {
    SourceDocument(id: "\(number)", title: words(4, using: &random), text: words(150, using: &random))
  }

  /// Words whose frequencies fall as those of a language do (Zipf's law).
  private static func words(_ count: Int, using random: inout SystemRandomNumberGenerator) -> String {
    (0..<count).map { _ in "w\(Int(pow(20_000, Double.random(in: 0..<1, using: &random))))" }.joined(separator: " ")
  }

  private struct Figures: Encodable {
    var documents: Int
    var documentsPerSecond: Double
    /// By the wall clock, for the ten best of a query of six words.
    var searchMicrosecondsP50: Double
    var searchMicrosecondsP99: Double
  }
}
