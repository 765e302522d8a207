public import Cryptography

/// A promise of a text that does not show it: SHA-256(salt || text), in hexadecimal.
///
/// The salt, 32 random bytes fresh for each text, is not in the record: the caller keeps it with the text (a vault) or
/// drops it. Who holds salt and text can prove what was said; without the salt nobody can test a guess; with the salt
/// destroyed the commitment says nothing any more, while the log still verifies.
public struct Commitment: Codable, Sendable, Hashable {
  public let value: String

  /// Commits to `text` under a fresh `salt` that the caller keeps.
  public init(to text: [UInt8], salt: SecretKey) { value = Digest(of: salt.bytes + text).description }

  /// Whether this is the commitment to `text` under `salt`.
  public func opens(to text: [UInt8], salt: SecretKey) -> Bool {
    equalInConstantTime(Array(Commitment(to: text, salt: salt).value.utf8), Array(value.utf8))
  }

  public init(from decoder: any Decoder) throws { value = try decoder.singleValueContainer().decode(String.self) }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}
