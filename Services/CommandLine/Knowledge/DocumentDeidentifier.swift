internal import Deidentification
internal import Retrieval

/// Takes the identifiers out of a document before it is stored. The surrogates cannot be undone: their map is dropped.
struct DocumentDeidentifier: Sendable {
  private let deidentifier: Deidentifier

  init() throws { deidentifier = try Deidentifier() }

  /// Title and text share their surrogates; each document has its own, so that documents cannot be linked by them.
  ///
  /// - Throws: `DeidentificationError` when a search failed; the document must not be stored.
  func deidentified(_ document: SourceDocument) throws -> SourceDocument {
    var map = SurrogateMap()
    let title = try deidentifier.deidentify(IdentifiedText(document.title), into: &map).text.value
    let text = try deidentifier.deidentify(IdentifiedText(document.text), into: &map).text.value
    return SourceDocument(id: document.id, title: title, text: text)
  }
}
