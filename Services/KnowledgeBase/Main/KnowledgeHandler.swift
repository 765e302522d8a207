internal import Contracts
internal import Dispatch
internal import Retrieval

/// Answers the calls of weir.v1.KnowledgeBase from a store; knows nothing of sockets.
struct KnowledgeHandler: Sendable {
  /// Passages of a search that asks for no number: what a prompt of a small model has room for.
  static let hitsDefault = 3

  let store: KnowledgeStore
  /// Takes the identifiers out of a document before it is stored. A document that it throws for is not stored.
  let transform: @Sendable (SourceDocument) throws -> SourceDocument
  /// Seconds since 1970.
  let now: @Sendable () -> Int64

  /// The reply of `method` to a request's bytes.
  ///
  /// - Throws: `KnowledgeHandlerError` for a method there is none of, `ContractError` for bytes that are no request,
  ///   `RetrievalError` when the store fails, and what `transform` throws.
  func handle(method: String, payload: [UInt8]) async throws -> [UInt8] {
    switch method {
    case KnowledgeService.search:
      let request = try SearchRequest(wire: payload)
      return try await offPool { try search(request) }.wireBytes()
    case KnowledgeService.ingest:
      let request = try IngestRequest(wire: payload)
      return try await offPool { try ingest(request) }.wireBytes()
    default:
      throw KnowledgeHandlerError.unknownMethod
    }
  }

  private func search(_ request: SearchRequest) throws -> SearchReply {
    let limit = request.limit == 0 ? Self.hitsDefault : Int(request.limit)
    return SearchReply(hits: try store.search(request.query, limit: limit).map(PassageHit.init))
  }

  private func ingest(_ request: IngestRequest) throws -> IngestReply {
    let documents = try request.documents.map {
      try transform(SourceDocument(id: $0.id, title: $0.title, text: $0.text))
    }
    let summary = try store.ingest(documents, at: now())
    return IngestReply(documents: UInt32(summary.documents), passages: UInt32(summary.passages))
  }

  /// SQLite blocks its thread, so that it gets one outside Swift's cooperative pool.
  private func offPool<Reply: Sendable>(_ work: @escaping @Sendable () throws -> Reply) async throws -> Reply {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
    }
  }
}

/// Why a call was refused before it reached the store.
enum KnowledgeHandlerError: Error, CustomStringConvertible {
  case unknownMethod

  var description: String { "weir.v1.KnowledgeBase has the methods Search and Ingest only" }
}

extension PassageHit {
  fileprivate init(_ hit: SearchHit) {
    self.init(
      documentID: hit.documentID, title: hit.title, text: hit.text, score: Float(hit.score), version: hit.version)
  }
}
