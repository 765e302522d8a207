/// A text and the signatures under it. The text means nothing until ``verifiedText(by:)`` returned it.
///
/// Source: C2SP signed-note.
struct SignedNote: Sendable, Equatable {
  struct Signature: Sendable, Equatable {
    var name: String
    var keyID: [UInt8]
    var bytes: [UInt8]

    var line: String { "\u{2014} \(name) \(Base64.encode(keyID + bytes))\n" }
  }

  /// Ends in a newline.
  var text: String
  var signatures: [Signature]

  var serialized: String { text + "\n" + signatures.map(\.line).joined() }

  init(text: String, signatures: [Signature]) {
    self.text = text
    self.signatures = signatures
  }

  init(parsing bytes: [UInt8]) throws(AuditError) {
    guard bytes.count <= AuditLimits.noteBytesMax else { throw SignedNote.unreadable("it is too long") }
    guard let note = String(validating: bytes, as: UTF8.self), !bytes.contains(where: { $0 < 0x20 && $0 != 0x0a })
    else { throw SignedNote.unreadable("it is not UTF-8 text") }
    // Scalars: a combining mark after a newline would hide it from a search by characters.
    let scalars = note.unicodeScalars
    guard let blank = SignedNote.lastBlankLine(in: scalars) else { throw SignedNote.unreadable("no blank line") }
    text = String(scalars[..<blank])
    signatures = []
    let lines = scalars[scalars.index(after: blank)...].split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 2, lines.last?.isEmpty == true, lines.count <= AuditLimits.noteSignaturesMax + 1 else {
      throw SignedNote.unreadable("expected 1 to \(AuditLimits.noteSignaturesMax) signature lines")
    }
    for line in lines.dropLast() { signatures.append(try SignedNote.signature(String(line))) }
  }

  /// The position of the newline that makes the last empty line.
  private static func lastBlankLine(in scalars: String.UnicodeScalarView) -> String.Index? {
    var previousIsNewline = false
    var found: String.Index?
    for index in scalars.indices {
      let isNewline = scalars[index] == "\n"
      if isNewline, previousIsNewline { found = index }
      previousIsNewline = isNewline
    }
    return found
  }

  private static func signature(_ line: String) throws(AuditError) -> Signature {
    let parts = line.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts[0] == "\u{2014}", NoteKey.isValidName(parts[1]),
      let bytes = Base64.decode(parts[2]), bytes.count > 4
    else { throw unreadable("a signature line is malformed") }
    return Signature(name: parts[1], keyID: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4)))
  }

  static func unreadable(_ reason: String) -> AuditError { .malformed("signed note", reason: reason) }
}

extension SignedNote {
  /// The text, once at least one signature by `key` is there and every signature by it is valid.
  func verifiedText(by key: NoteKey) throws(AuditError) -> String {
    let own = signatures.filter { $0.name == key.name && $0.keyID == key.id }
    guard !own.isEmpty, own.allSatisfy({ key.isValid($0.bytes, over: text) }) else { throw .notSigned(by: key.name) }
    return text
  }
}
