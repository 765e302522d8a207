/// A document to search. Its text must already be de-identified: everything stored here may reach a model's prompt.
public struct SourceDocument: Sendable, Hashable {
  /// The caller's own identifier, unique within a store.
  public var id: String
  public var title: String
  public var text: String

  public init(id: String, title: String = "", text: String) {
    self.id = id
    self.title = title
    self.text = text
  }
}

/// What an ingestion did.
public struct IngestSummary: Sendable, Hashable, Codable {
  /// Documents that are in the store now, new or replaced.
  public var documents = 0
  /// Passages that these documents were split into.
  public var passages = 0
  /// Documents that were in the store already with the same title and text, and were left alone.
  public var unchanged = 0

  public init() {}

  public static func + (a: Self, b: Self) -> Self {
    var sum = a
    sum.documents += b.documents
    sum.passages += b.passages
    sum.unchanged += b.unchanged
    return sum
  }
}

/// How passages are found.
public enum SearchMode: String, Sendable, CaseIterable {
  /// By their words: BM25.
  case lexical
}

/// A passage found, with the document it is from.
public struct SearchHit: Sendable, Hashable {
  public var documentID: String
  public var title: String
  public var text: String
  /// Comparable within one search only; more is better.
  public var score: Double
  /// Names the document's content: the same version always has the same title and text.
  public var version: String
}
