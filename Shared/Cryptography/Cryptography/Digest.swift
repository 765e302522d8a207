internal import CSodium

/// A SHA-256 digest, 32 bytes (FIPS 180-4).
public struct Digest: Sendable, Hashable, CustomStringConvertible {
  public let bytes: [UInt8]

  /// The digest of `data`.
  public init(of data: [UInt8]) {
    var out = [UInt8](repeating: 0, count: 32)
    crypto_hash_sha256(&out, data, UInt64(data.count))
    bytes = out
  }

  /// A digest received from elsewhere; nil unless it has 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  public var description: String { hexadecimal(bytes) }
}

/// HMAC-SHA-256 of `data` under a 32-byte key (RFC 2104), for keyed pseudonyms and salted commitments.
public func authenticationCode(of data: [UInt8], key: SecretKey) -> [UInt8] {
  var out = [UInt8](repeating: 0, count: 32)
  crypto_auth_hmacsha256(&out, data, UInt64(data.count), key.bytes)
  return out
}

/// Lower-case hexadecimal.
public func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// Bytes from the operating system's generator.
public func randomBytes(count: Int) -> [UInt8] {
  var out = [UInt8](repeating: 0, count: count)
  randombytes_buf(&out, count)
  return out
}

/// Whether two secrets are equal, in time that depends on their length alone.
public func equalInConstantTime(_ a: [UInt8], _ b: [UInt8]) -> Bool {
  a.count == b.count && sodium_memcmp(a, b, a.count) == 0
}
