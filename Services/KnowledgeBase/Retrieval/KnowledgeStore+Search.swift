internal import GRDB

/// What the hits of a search are.
public enum HitGrouping: Sendable {
  /// Every passage on its own: several may be from one document.
  case passages
  /// Each document once, with its best passage.
  case documents
}

extension KnowledgeStore {
  /// Hits of one search; more is a mistake or an attack.
  public static let hitsMax = 1000

  /// A word in the title counts as much as five in the passage: a title names what the passage is about.
  static let titleWeight = 5.0

  /// The best passages for free text in English, Chinese or both, best first; empty when nothing matches.
  ///
  /// Ranked by BM25 with FTS5's constants (k₁ = 1.2, b = 0.75).
  /// - Throws: `RetrievalError` when the database fails; never because of what the query says.
  public func search(
    _ query: String, limit: Int, mode: SearchMode = .lexical, grouping: HitGrouping = .passages
  ) throws(RetrievalError) -> [SearchHit] {
    guard limit > 0, let expression = QueryExpression(query).fts5 else { return [] }
    return try read { database in
      let best = try Self.best(min(limit, Self.hitsMax), matching: expression, grouping, in: database)
      return try best.compactMap { try Self.hit($0, in: database) }
    }
  }

  private typealias Ranked = (passage: Int64, score: Double)

  private static func best(
    _ limit: Int, matching expression: String, _ grouping: HitGrouping, in database: Database
  ) throws -> [Ranked] {
    let rows = try Row.fetchCursor(database, sql: ranking, arguments: [titleWeight, expression])
    var best: [Ranked] = []
    var documents: Set<Int64> = []
    while best.count < limit, let row = try rows.next() {
      if documents.insert(row[1]).inserted || grouping == .passages { best.append((row[0], row[2])) }
    }
    return best
  }

  private static func hit(_ ranked: Ranked, in database: Database) throws -> SearchHit? {
    try Row.fetchOne(database, sql: details, arguments: [ranked.passage]).map { row in
      SearchHit(documentID: row[0], title: row[1], text: row[2], score: ranked.score, version: row[3])
    }
  }

  // All matches are sorted, so the rows are narrow: texts are read for the chosen ones only. FTS5's bm25() is better
  // when smaller. Ties are broken by the order of ingestion, so that results are repeatable.
  private static let ranking = """
    SELECT passage.id, passage.document, -bm25(passage_index, ?) AS score
    FROM passage_index JOIN passage ON passage.id = passage_index.rowid
    WHERE passage_index MATCH ? ORDER BY score DESC, passage.id
    """

  private static let details = """
    SELECT document.id, document.title, passage.text, document.version
    FROM passage JOIN document ON document.key = passage.document WHERE passage.id = ?
    """
}
