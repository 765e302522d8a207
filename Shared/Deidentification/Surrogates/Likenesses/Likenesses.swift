/// Surrogates that look like identifiers ("Peter Ashford"), and what keeps them apart from the conversation's own text.
///
/// A likeness is given out only when it stands in no text that the conversation has already sent, so that restoring an
/// earlier text can never meet it. When a later text holds one, the rewriter gives that text a placeholder of its own.
struct Likenesses: Sendable {
  private(set) var texts: [SurrogateMap.Identifier: String] = [:]
  private(set) var identifiers: [String: SurrogateMap.Identifier] = [:]
  /// What was sent: the de-identified texts.
  private(set) var sent = TextTrace()
  /// What callers wrote. A made-up identifier must not be one of theirs.
  private(set) var written = TextTrace()
  /// A text was sent without a trace, so that no new likeness can be shown to be free.
  private(set) var isUntraced = false

  var isEmpty: Bool { identifiers.isEmpty }

  mutating func noteWritten(_ text: [UInt8]) { written.insert(text) }
  mutating func noteSent(_ text: [UInt8]) { sent.insert(text) }
  mutating func noteUntraced() { isUntraced = true }

  mutating func restoreTrace(_ hashes: Set<UInt64>, isUntraced: Bool) {
    sent = TextTrace(hashes: hashes)
    self.isUntraced = isUntraced
  }

  /// Takes `text` for `identifier` unless it could be taken for something else.
  mutating func insert(_ identifier: SurrogateMap.Identifier, as text: String) -> Bool {
    guard !isUntraced, Self.isDistinctive(text), identifiers[text] == nil, texts[identifier] == nil,
      text != identifier.text, !sent.mayContain(Array(text.utf8))
    else { return false }
    texts[identifier] = text
    identifiers[text] = identifier
    return true
  }

  mutating func remove(_ identifier: SurrogateMap.Identifier) {
    if let text = texts.removeValue(forKey: identifier) { identifiers[text] = nil }
  }

  /// Where no text is restored, an earlier one cannot be restored wrongly.
  mutating func forgetTraces() { (sent, written) = (TextTrace(), TextTrace()) }

  /// Whether none of the words of `text` stood anywhere in the conversation.
  func isUnheardOf(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return TextTrace.atoms(of: bytes).allSatisfy { range in
      let word = Array(bytes[range])
      return !written.mayContain(word) && !sent.mayContain(word)
    }
  }

  /// Long enough that a model writes it for the identifier and hardly by chance; free of the marks of placeholders.
  static func isDistinctive(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard !bytes.contains(UInt8(ascii: "[")), !bytes.contains(UInt8(ascii: "]")) else { return false }
    let atoms = TextTrace.atoms(of: bytes)
    return atoms.count >= 2 || atoms.contains { $0.count > 3 }
  }
}
