internal import CSodium

/// A SHA-256 digest of data that comes piece by piece.
public struct RunningDigest {
  private var state = crypto_hash_sha256_state()

  public init() { crypto_hash_sha256_init(&state) }

  public mutating func update(_ data: Span<UInt8>) {
    data.withUnsafeBufferPointer { _ = crypto_hash_sha256_update(&state, $0.baseAddress, UInt64($0.count)) }
  }

  /// The digest of all that came.
  public consuming func finish() -> Digest {
    var out = [UInt8](repeating: 0, count: 32)
    crypto_hash_sha256_final(&state, &out)
    return Digest(bytes: out)!
  }
}
