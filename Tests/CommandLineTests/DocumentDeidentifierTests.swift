import Retrieval
import Testing

@testable import weir

/// HIPAA Safe Harbor, 45 CFR 164.514(b)(2): the identifiers of a document are gone before it is stored.
@Suite struct DocumentDeidentifierTests {
  let deidentifier: DocumentDeidentifier

  init() throws { deidentifier = try DocumentDeidentifier() }

  @Test func identifiersAreGoneFromTitleAndText() throws {
    let text = "Mr. John Smith, SSN 536-90-4399, has a cough."
    let stored = try deidentifier.deidentified(
      SourceDocument(id: "d", title: "Letter about Mr. John Smith", text: text))
    let expected = "[NAME_1], SSN [ID_1], has a cough."
    #expect(stored == SourceDocument(id: "d", title: "Letter about [NAME_1]", text: expected))
  }

  @Test func documentsCannotBeLinkedByTheirSurrogates() throws {
    let other = try deidentifier.deidentified(SourceDocument(id: "e", title: "", text: "Mr. Paul Jones has a cough."))
    #expect(other.text == "[NAME_1] has a cough.")
  }
}
