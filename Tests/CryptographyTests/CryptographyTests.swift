import Cryptography
import Testing

@Suite struct CryptographyTests {
  @Test(
    "FIPS 180-4 examples",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
  func sha256(text: String, expected: String) {
    #expect(Digest(of: Array(text.utf8)).description == expected)
  }

  @Test("RFC 8032 section 7.1, test 2")
  func ed25519() throws {
    let seed = try #require(SecretKey(bytes: bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")))
    let key = SigningKey(seed: seed)
    #expect(
      hexadecimal(key.verificationKey.bytes) == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    let signature = key.signature(of: [0x72])
    #expect(hexadecimal(signature).hasPrefix("92a009a9f0d4cab8720e820b5f642540"))
    #expect(key.verificationKey.isValid(signature: signature, of: [0x72]))
    #expect(!key.verificationKey.isValid(signature: signature, of: [0x73]))
  }

  @Test func secretsPrintNothing() {
    let key = SecretKey()
    #expect("\(key) \(SigningKey(seed: key))" == "SecretKey SigningKey")
    #expect(String(reflecting: key) == "SecretKey")
    #expect(Mirror(reflecting: key).children.isEmpty)
  }

  private func bytes(_ hex: String) -> [UInt8] {
    stride(from: 0, to: hex.count, by: 2).map { UInt8(hex.dropFirst($0).prefix(2), radix: 16)! }
  }
}
