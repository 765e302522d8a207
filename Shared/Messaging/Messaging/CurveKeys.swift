internal import ZeroMQ

/// The public half of a CURVE key: says who dials in, and whom a dialler expects.
public struct CurvePublicKey: Sendable, Hashable, CustomStringConvertible {
  /// 32 bytes.
  public let bytes: [UInt8]

  /// nil unless there are 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == curveKeyByteCount else { return nil }
    self.bytes = bytes
  }

  /// nil unless there are 64 hexadecimal digits.
  public init?(hexadecimal text: String) {
    guard let bytes = [UInt8](hexadecimal: text) else { return nil }
    self.init(bytes: bytes)
  }

  public var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  public var description: String { hexadecimal }
}

/// A CURVE key pair. Prints as its public half.
public struct CurveKeyPair: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public let publicKey: CurvePublicKey
  /// 32 bytes, for the key file only.
  public let secretBytes: [UInt8]

  /// Makes a new pair from the system's randomness.
  public static func generate() throws(MessagingError) -> CurveKeyPair {
    guard let pair = try? makeCurveKeyPair() else {
      throw MessagingError(.invalidKey, "libzmq made no CURVE key: it was built without CURVE")
    }
    return try CurveKeyPair(secretBytes: pair.secretKey)
  }

  /// The pair of a secret key of 32 bytes, as read from its file.
  public init(secretBytes: [UInt8]) throws(MessagingError) {
    guard let bytes = try? curvePublicKey(ofSecret: secretBytes), let publicKey = CurvePublicKey(bytes: bytes) else {
      throw MessagingError(.invalidKey, "a CURVE secret key has 32 bytes, this one has \(secretBytes.count)")
    }
    self.publicKey = publicKey
    self.secretBytes = secretBytes
  }

  public var description: String { "CurveKeyPair(public: \(publicKey))" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["publicKey": publicKey]) }
}

extension [UInt8] {
  fileprivate init?(hexadecimal text: String) {
    let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count.isMultiple(of: 2) else { return nil }
    self = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[index], let low = digits[index + 1] else { return nil }
      append(UInt8(high << 4 | low))
    }
  }
}
