@_spi(Identified) internal import Deidentification

/// De-identifies the values of one document: the same identifier has the same surrogate in all of them.
final class DocumentSession {
  private let deidentifier: Deidentifier
  private let conversation: ConversationMap
  /// Gets each value in which something was found, and what.
  private let onFound: (String, Deidentification) throws -> Void

  init(
    _ deidentifier: Deidentifier, _ conversation: ConversationMap,
    onFound: @escaping (String, Deidentification) throws -> Void = { _, _ in }
  ) {
    self.deidentifier = deidentifier
    self.conversation = conversation
    self.onFound = onFound
  }

  /// The value without identifiers; nil when it stays as it is.
  func rewrite(_ value: String, field: String?) throws -> String? {
    let result = try found(value, field: field)
    return result.text.value == value ? nil : result.text.value
  }

  /// Both texts in one, for a terminal.
  func difference(_ text: String) throws -> String { ColouredDiff.text(text, try found(text, field: nil).spans) }

  private func found(_ value: String, field: String?) throws -> Deidentification {
    let result = try conversation.deidentify(IdentifiedText(value), inField: field, with: deidentifier)
    if !result.spans.isEmpty { try onFound(value, result) }
    return result
  }
}
