internal import Cryptography

/// Wallets of Bitcoin and its like by their checksums, of Ethereum by length.
///
/// Source: Bitcoin base58check (four bytes of a double SHA-256), BIP-173 and BIP-350 (bech32, bech32m); EIP-55, whose
/// check lies in the case of letters and is optional.
extension Recognizer {
  static let wallet = Recognizer(
    name: "wallet", kind: .id, score: 0.95,
    pattern:
      #"(?:bc1|tb1|ltc1)[02-9ac-hj-np-z]{25,90}|(?:BC1)[02-9AC-HJ-NP-Z]{25,90}|0x[0-9A-Fa-f]{40}|[1-9A-HJ-NP-Za-km-z]{26,35}"#,
    anchors: [.mark(.token, before: 16, after: 16)],
    validate: { $0.isWholeWord && isWallet($0) ? $0.range : nil })

  private static func isWallet(_ evidence: Evidence) -> Bool {
    let bytes = Array(evidence.bytes)
    if bytes.starts(with: "0x".utf8) { return bytes.dropFirst(2).contains(where: \.isASCIILetter) }
    return Bech32.isValid(bytes.map(\.asciiLowercased)) || Base58Check.isValid(bytes)
  }
}

enum Bech32 {
  private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
  private static let generator: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]

  /// The polynomial of prefix and data is 1, or for the second version its own constant.
  static func isValid(_ address: [UInt8]) -> Bool {
    guard let separator = address.lastIndex(of: UInt8(ascii: "1")), separator > 0 else { return false }
    let data = address[(separator + 1)...].compactMap { alphabet.firstIndex(of: $0).map(UInt32.init) }
    let prefix = address[..<separator].map(UInt32.init)
    guard data.count == address.count - separator - 1, data.count >= 6 else { return false }
    return [1, 0x2bc8_30a3].contains(checksum(prefix.map { $0 >> 5 } + [0] + prefix.map { $0 & 31 } + data))
  }

  private static func checksum(_ values: [UInt32]) -> UInt32 {
    values.reduce(1) { sum, value in
      let next = (sum & 0x1ff_ffff) << 5 ^ value
      return generator.indices.reduce(next) { $0 ^ ((sum >> 25) >> UInt32($1) & 1 == 1 ? generator[$1] : 0) }
    }
  }
}

enum Base58Check {
  private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
  /// A version, a hash of 20 bytes, a checksum.
  private static let bytesOfAddress = 25

  static func isValid(_ address: [UInt8]) -> Bool {
    guard let bytes = decoded(address) else { return false }
    let hash = Digest(of: Digest(of: Array(bytes.dropLast(4))).bytes).bytes
    return bytes.suffix(4).elementsEqual(hash.prefix(4))
  }

  private static func decoded(_ address: [UInt8]) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: bytesOfAddress)
    for character in address {
      guard var carry = alphabet.firstIndex(of: character) else { return nil }
      for index in bytes.indices.reversed() {
        carry += 58 * Int(bytes[index])
        bytes[index] = UInt8(carry & 0xff)
        carry >>= 8
      }
      guard carry == 0 else { return nil }
    }
    return bytes
  }
}
