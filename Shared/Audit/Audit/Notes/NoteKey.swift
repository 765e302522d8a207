public import Cryptography

/// The public half of a key that signs notes: a name, a kind of signature, an Ed25519 key. Its text form is a "vkey":
/// `name+hexadecimal key ID+base64(kind || key)`.
///
/// Source: C2SP signed-note; golang.org/x/mod/sumdb/note for the vkey form.
public struct NoteKey: Sendable, Hashable, CustomStringConvertible {
  public enum Kind: UInt8, Sendable {
    /// A log's own signature over the note text.
    case log = 0x01
    /// A witness's timestamped cosignature (C2SP tlog-cosignature).
    case witness = 0x04
  }

  public let name: String
  public let kind: Kind
  public let key: VerificationKey

  /// Throws ``AuditError/malformed(_:reason:)`` for a name that a note cannot carry.
  public init(name: String, kind: Kind = .log, key: VerificationKey) throws(AuditError) {
    guard NoteKey.isValidName(name) else {
      throw .malformed("key name", reason: "it must be non-empty, without spaces, plus signs and control characters")
    }
    self.name = name
    self.kind = kind
    self.key = key
  }

  /// Reads a vkey; the key ID in it must match.
  public init(vkey: some StringProtocol) throws(AuditError) {
    let parts = vkey.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let encoded = Base64.decode(parts[2]), let first = encoded.first,
      let kind = Kind(rawValue: first), let key = VerificationKey(bytes: Array(encoded.dropFirst()))
    else { throw .malformed("public key", reason: "expected name+keyid+base64 with an Ed25519 key") }
    try self.init(name: String(parts[0]), kind: kind, key: key)
    guard hexadecimal(id) == parts[1] else { throw .malformed("public key", reason: "its key ID does not match") }
  }

  /// SHA-256(name || newline || kind || key)[:4]
  var id: [UInt8] { Array(Digest(of: Array(name.utf8) + [0x0a, kind.rawValue] + key.bytes).bytes.prefix(4)) }

  public var description: String {
    "\(name)+\(hexadecimal(id))+\(Base64.encode([kind.rawValue] + key.bytes))"
  }

  static func isValidName(_ name: String) -> Bool {
    !name.isEmpty
      && !name.unicodeScalars.contains {
        $0.properties.isWhitespace || $0 == "+" || $0.value < 0x20 || $0.value == 0x7f
      }
  }
}

extension NoteKey {
  func isValid(_ signature: [UInt8], over text: String) -> Bool {
    switch kind {
    case .log: key.isValid(signature: signature, of: Array(text.utf8))
    case .witness: Cosignature(bytes: signature)?.isValid(over: text, key: key) ?? false
    }
  }
}
