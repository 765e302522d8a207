internal import CContracts

/// Asks weir.v1.KnowledgeBase for passages.
public struct SearchRequest: WireMessage {
  public var query: String
  public var limit: UInt32

  public init(query: String = "", limit: UInt32 = 0) {
    self.query = query
    self.limit = limit
  }
}

extension SearchRequest: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__SearchRequest>?) -> Void { weir__v1__search_request__init }

  init(_ message: Weir__V1__SearchRequest) throws(ContractError) {
    query = try String(message.query, field: "SearchRequest.query")
    limit = message.limit
  }

  func store(in message: inout Weir__V1__SearchRequest, _ arena: borrowing Arena) {
    message.query = arena.bytes(query)
    message.limit = limit
  }
}

/// The passages found, best first.
public struct SearchReply: WireMessage {
  public var hits: [PassageHit]

  public init(hits: [PassageHit] = []) {
    self.hits = hits
  }
}

extension SearchReply: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__SearchReply>?) -> Void { weir__v1__search_reply__init }

  init(_ message: Weir__V1__SearchReply) throws(ContractError) {
    hits = try [PassageHit](count: message.n_hits, message.hits)
  }

  func store(in message: inout Weir__V1__SearchReply, _ arena: borrowing Arena) {
    message.n_hits = hits.count
    message.hits = hits.pointers(arena)
  }
}

/// One passage of a document.
public struct PassageHit: WireMessage {
  public var documentID: String
  public var title: String
  public var text: String
  /// Comparable within one reply only; more is better.
  public var score: Float
  public var version: String

  public init(documentID: String = "", title: String = "", text: String = "", score: Float = 0, version: String = "") {
    self.documentID = documentID
    self.title = title
    self.text = text
    self.score = score
    self.version = version
  }
}

extension PassageHit: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__PassageHit>?) -> Void { weir__v1__passage_hit__init }

  init(_ message: Weir__V1__PassageHit) throws(ContractError) {
    documentID = try String(message.document_id, field: "PassageHit.document_id")
    title = try String(message.title, field: "PassageHit.title")
    text = try String(message.text, field: "PassageHit.text")
    score = try message.score.finite(field: "PassageHit.score")
    version = try String(message.version, field: "PassageHit.version")
  }

  func store(in message: inout Weir__V1__PassageHit, _ arena: borrowing Arena) {
    message.document_id = arena.bytes(documentID)
    message.title = arena.bytes(title)
    message.text = arena.bytes(text)
    message.score = score
    message.version = arena.bytes(version)
  }
}

/// Asks for documents to be stored.
public struct IngestRequest: WireMessage {
  public var documents: [Document]

  public init(documents: [Document] = []) {
    self.documents = documents
  }
}

extension IngestRequest: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__IngestRequest>?) -> Void { weir__v1__ingest_request__init }

  init(_ message: Weir__V1__IngestRequest) throws(ContractError) {
    documents = try [Document](count: message.n_documents, message.documents)
  }

  func store(in message: inout Weir__V1__IngestRequest, _ arena: borrowing Arena) {
    message.n_documents = documents.count
    message.documents = documents.pointers(arena)
  }
}

/// A document to store.
public struct Document: WireMessage {
  public var id: String
  public var title: String
  public var text: String

  public init(id: String = "", title: String = "", text: String = "") {
    self.id = id
    self.title = title
    self.text = text
  }
}

extension Document: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__Document>?) -> Void { weir__v1__document__init }

  init(_ message: Weir__V1__Document) throws(ContractError) {
    id = try String(message.id, field: "Document.id")
    title = try String(message.title, field: "Document.title")
    text = try String(message.text, field: "Document.text")
  }

  func store(in message: inout Weir__V1__Document, _ arena: borrowing Arena) {
    message.id = arena.bytes(id)
    message.title = arena.bytes(title)
    message.text = arena.bytes(text)
  }
}

/// What was stored.
public struct IngestReply: WireMessage {
  public var documents: UInt32
  public var passages: UInt32

  public init(documents: UInt32 = 0, passages: UInt32 = 0) {
    self.documents = documents
    self.passages = passages
  }
}

extension IngestReply: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__IngestReply>?) -> Void { weir__v1__ingest_reply__init }

  init(_ message: Weir__V1__IngestReply) {
    documents = message.documents
    passages = message.passages
  }

  func store(in message: inout Weir__V1__IngestReply, _ arena: borrowing Arena) {
    message.documents = documents
    message.passages = passages
  }
}
