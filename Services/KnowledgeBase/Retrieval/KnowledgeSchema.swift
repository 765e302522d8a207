internal import GRDB

/// Tables of a knowledge base: documents, their passages, and the full-text index over the passages' terms.
enum KnowledgeSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 documents, passages, index") { try $0.execute(sql: first) }
    return migrator
  }

  /// The index's rowid is the passage's id. Its columns hold terms, not text: see `TermAnalysis`.
  private static let first = """
    CREATE TABLE document (
      key INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      title TEXT NOT NULL,
      version TEXT NOT NULL,
      ingested_at INTEGER NOT NULL  -- seconds since 1970
    ) STRICT;
    CREATE TABLE passage (
      id INTEGER PRIMARY KEY,
      document INTEGER NOT NULL REFERENCES document (key),
      text TEXT NOT NULL
    ) STRICT;
    CREATE INDEX passage_by_document ON passage (document);
    CREATE VIRTUAL TABLE passage_index USING fts5 (
      title, body, tokenize = 'porter unicode61 remove_diacritics 2'
    );
    """
}
