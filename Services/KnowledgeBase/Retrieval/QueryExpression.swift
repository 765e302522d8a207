/// Turns free text into an FTS5 expression that can only mean "any of these terms".
///
/// Every term is made of letters and digits and stands in quotation marks, so that nothing in a query is read as FTS5
/// syntax (sqlite.org/fts5.html, section 3).
struct QueryExpression: Equatable {
  /// Terms of one query. Each costs a scan of its postings; the limit bounds the work that one query can ask for.
  static let termsMax = 64

  /// nil when the query holds nothing to search for.
  let fts5: String?

  init(_ query: String) {
    // The last terms: a message tends to end with its question.
    let expressions = Self.unique(Self.expressions(Placeholders.removing(from: query))).suffix(Self.termsMax)
    fts5 = expressions.isEmpty ? nil : expressions.joined(separator: " OR ")
  }

  private static func expressions(_ query: String) -> [String] {
    TermAnalysis.runs(query).flatMap { run in
      let terms = TermAnalysis.terms(String(String.UnicodeScalarView(run.scalars)))
      // A single character is indexed only as part of pairs: look for the pairs that it begins.
      if run.isUnspaced, run.scalars.count == 1 { return terms.map { "\"\($0)\"*" } }
      return terms.filter { !stopWords.contains($0.lowercased()) }.map { "\"\($0)\"" }
    }
  }

  private static func unique(_ terms: [String]) -> [String] {
    var seen: Set<String> = []
    return terms.filter { seen.insert($0).inserted }
  }

  /// English function words: in most passages, so that they cost much and rank nothing.
  private static let stopWords: Set<String> = [
    "a", "about", "am", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does",
    "for", "from", "had", "has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "me",
    "my", "not", "of", "on", "or", "our", "she", "should", "so", "than", "that", "the", "their", "them", "then",
    "there", "these", "they", "this", "to", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will",
    "with", "would", "you", "your",
  ]
}
