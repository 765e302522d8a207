public import Cryptography

/// What one model call may do.
///
/// One value has one encoding, so that a signature covers exactly what is read:
///
///     magic (ends with the version) · prompt digest 32 · policy digest 32 · audit index u64 · max tokens u32 ·
///     expires u64 · nonce 16 · model length u16 · model, UTF-8
///
/// Numbers are big-endian. The magic keeps a signature by the same key over anything else from being taken for this.
public struct ClearanceStatement: Sendable, Equatable {
  /// SHA-256 over the prompt's token ids, each as a little-endian Int32.
  public var promptDigest: Digest
  public var policyDigest: Digest
  /// Index of the intent record in the gateway's audit log.
  public var auditIndex: UInt64
  /// At most ``ClearanceLimits/modelBytesMax`` bytes of UTF-8.
  public let model: String
  /// New tokens the call may make.
  public var maxTokens: UInt32
  /// POSIX seconds; refused from that second on.
  public var expires: UInt64
  /// Random; a verifier accepts it once.
  public var nonce: ClearanceNonce

  /// Throws ``ClearanceError/modelNameTooLong``.
  public init(
    promptDigest: Digest, policyDigest: Digest, auditIndex: UInt64, model: String, maxTokens: UInt32, expires: UInt64,
    nonce: ClearanceNonce
  ) throws(ClearanceError) {
    guard model.utf8.count <= ClearanceLimits.modelBytesMax else { throw .modelNameTooLong }
    self.promptDigest = promptDigest
    self.policyDigest = policyDigest
    self.auditIndex = auditIndex
    self.model = model
    self.maxTokens = maxTokens
    self.expires = expires
    self.nonce = nonce
  }

  /// The canonical encoding.
  public var bytes: [UInt8] {
    var out = Self.magic + promptDigest.bytes + policyDigest.bytes
    out += bigEndian(auditIndex) + bigEndian(maxTokens) + bigEndian(expires)
    out += nonce.bytes + bigEndian(UInt16(model.utf8.count)) + Array(model.utf8)
    return out
  }

  /// Decodes the canonical encoding, and nothing else. Throws ``ClearanceError/malformed``.
  public init(bytes: [UInt8]) throws(ClearanceError) {
    var rest = bytes[...]
    guard try Self.take(Self.magic.count, from: &rest) == Self.magic,
      let prompt = Digest(bytes: try Self.take(32, from: &rest)),
      let policy = Digest(bytes: try Self.take(32, from: &rest))
    else { throw .malformed }
    promptDigest = prompt
    policyDigest = policy
    auditIndex = Self.number(try Self.take(8, from: &rest))
    maxTokens = UInt32(truncatingIfNeeded: Self.number(try Self.take(4, from: &rest)))
    expires = Self.number(try Self.take(8, from: &rest))
    guard let nonce = ClearanceNonce(bytes: try Self.take(ClearanceNonce.byteCount, from: &rest)) else {
      throw .malformed
    }
    self.nonce = nonce
    let length = Int(Self.number(try Self.take(2, from: &rest)))
    guard length <= ClearanceLimits.modelBytesMax, rest.count == length,
      let model = String(validating: rest, as: UTF8.self)
    else { throw .malformed }
    self.model = model
  }

  private static let magic = Array("weir-clearance-1\n".utf8)

  private static func take(_ count: Int, from rest: inout ArraySlice<UInt8>) throws(ClearanceError) -> [UInt8] {
    guard rest.count >= count else { throw .malformed }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  private static func number(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}

private func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number.bigEndian) { Array($0) }
}
