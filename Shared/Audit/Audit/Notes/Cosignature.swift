internal import Cryptography

/// A witness's statement that, at `time`, this was the largest consistent tree of the log it had seen.
///
/// Source: C2SP tlog-cosignature, Ed25519.
struct Cosignature: Sendable, Equatable {
  /// POSIX seconds.
  var time: UInt64
  var signature: [UInt8]

  /// Reads big-endian time, then 64 bytes of signature.
  init?(bytes: [UInt8]) {
    guard bytes.count == 8 + 64 else { return nil }
    time = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    signature = Array(bytes.dropFirst(8))
    guard time <= UInt64(Int64.max) else { return nil }
  }

  init(of text: String, time: UInt64, signer: SigningKey) {
    self.time = time
    signature = signer.signature(of: Cosignature.message(text, time: time))
  }

  var bytes: [UInt8] { bigEndian(time) + signature }

  func isValid(over text: String, key: VerificationKey) -> Bool {
    key.isValid(signature: signature, of: Cosignature.message(text, time: time))
  }

  private static func message(_ text: String, time: UInt64) -> [UInt8] {
    Array("cosignature/v1\ntime \(time)\n\(text)".utf8)
  }
}

func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
