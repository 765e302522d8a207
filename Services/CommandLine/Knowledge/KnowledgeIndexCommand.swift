internal import ArgumentParser
internal import Audit
internal import Foundation
internal import Retrieval

/// `weir kb index`: `{"id","title"?,"text"}` a line in; errors by line and a summary out.
struct KnowledgeIndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: #"Store documents: {"id","title"?,"text"} a line; prints a summary."#)

  @OptionGroup var options: KnowledgeStoreOptions
  @Flag(help: "Store the text as it is: for documents about no private person, such as guidelines and statutes.")
  var asIs = false

  func run() throws {
    var indexer = KnowledgeIndexer(store: try KnowledgeStore(path: options.store), output: .standardOutput)
    if !asIs {
      let deidentifier = try DocumentDeidentifier()
      indexer.transform = { try deidentifier.deidentified($0) }
    }
    try CommandAdministration.own(store: options.store)?.record(.ingest, URL(filePath: options.store).lastPathComponent)
    let summary = try indexer.run(input: .standardInput, at: Int64(Date().timeIntervalSince1970))
    try ByteSink.standardOutput.write(encodeLine(summary) + [UInt8(ascii: "\n")])
  }
}

/// Stores a stream of documents, a batch in one transaction.
struct KnowledgeIndexer {
  /// Documents of one transaction: enough that syncing the disk costs little for each.
  static let batchDocumentsMax = 256
  /// Bytes of text of one transaction, which bounds memory when documents are large.
  static let batchBytesMax = 16 << 20

  let store: KnowledgeStore
  let output: ByteSink
  /// Changes a document before it is stored; one that it throws for is answered with an error.
  var transform: @Sendable (SourceDocument) throws -> SourceDocument = { $0 }

  /// `time`: seconds since 1970. Throws when reading or writing fails.
  func run(input: ByteSource, at time: Int64) throws -> IngestSummary {
    var splitter = LineSplitter(), batch = Batch(), summary = IngestSummary(), isOpen = true
    while isOpen {
      let bytes = try input.read()
      isOpen = !bytes.isEmpty
      for line in isOpen ? splitter.push(bytes) : splitter.finish() {
        if let document = try document(line) { batch.append(document) }
        if batch.isFull { summary = summary + (try flush(&batch, at: time)) }
      }
    }
    return summary + (try flush(&batch, at: time))
  }

  private func document(_ line: LineSplitter.Line) throws -> SourceDocument? {
    guard case .line(let bytes) = line else {
      try refuse(nil, "line longer than \(LineSplitter.lineBytesMax >> 20) MiB; split it")
      return nil
    }
    guard let record = try? JSONDecoder().decode(Record.self, from: Data(bytes)) else {
      try refuse(JSONID(inLine: bytes), #"not {"id": string, "title"?: string, "text": string}"#)
      return nil
    }
    do {
      return try transform(SourceDocument(id: record.id.text, title: record.title ?? "", text: record.text))
    } catch {
      try refuse(record.id, "\(error)")
      return nil
    }
  }

  private func flush(_ batch: inout Batch, at time: Int64) throws -> IngestSummary {
    defer { batch = Batch() }
    do {
      return try store.ingest(batch.documents, at: time)
    } catch let error {
      guard batch.documents.count > 1 else {
        try refuse(batch.documents.first.map { .string($0.id) }, "\(error)")
        return IngestSummary()
      }
    }
    // One unusable document refuses its whole transaction: store the others one by one.
    return try batch.documents.reduce(IngestSummary()) { sum, document in
      var single = Batch()
      single.append(document)
      return sum + (try flush(&single, at: time))
    }
  }

  private func refuse(_ id: JSONID?, _ message: String) throws {
    try output.write(lineError(id: id, message) + [UInt8(ascii: "\n")])
  }

  private struct Record: Decodable {
    var id: JSONID
    var title: String?
    var text: String
  }

  private struct Batch {
    private(set) var documents: [SourceDocument] = []
    private var bytes = 0

    var isFull: Bool { documents.count >= batchDocumentsMax || bytes >= batchBytesMax }

    mutating func append(_ document: SourceDocument) {
      documents.append(document)
      bytes += document.title.utf8.count + document.text.utf8.count
    }
  }
}
