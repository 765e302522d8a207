import Cryptography
import Testing

@Suite struct AuthenticatedEncryptionTests {
  private let message = Array(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
      .utf8)
  private let associatedData: [UInt8] = [0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7]
  private let key = SecretKey(bytes: Array(0x80...0x9f))!
  private let nonce = Array(UInt8(0x40)...0x57)

  @Test("draft-irtf-cfrg-xchacha-03, A.3.1")
  func vector() {
    let sealed = AuthenticatedEncryption.seal(message, nonce: nonce, associatedData: associatedData, key: key)
    #expect(
      hexadecimal(sealed)
        == "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
        + "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
        + "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49")
    #expect(
      AuthenticatedEncryption.open(sealed, nonce: nonce, associatedData: associatedData, key: key) == message)
  }

  @Test("any changed bit is refused")
  func forgeries() {
    let sealed = AuthenticatedEncryption.seal([1, 2, 3], nonce: nonce, associatedData: [7], key: key)
    for index in sealed.indices {
      var forged = sealed
      forged[index] ^= 1
      #expect(AuthenticatedEncryption.open(forged, nonce: nonce, associatedData: [7], key: key) == nil)
    }
    #expect(AuthenticatedEncryption.open(sealed, nonce: nonce, associatedData: [8], key: key) == nil)
    #expect(AuthenticatedEncryption.open(sealed, nonce: nonce.reversed(), associatedData: [7], key: key) == nil)
    #expect(AuthenticatedEncryption.open(sealed, nonce: nonce, associatedData: [7], key: SecretKey()) == nil)
    #expect(AuthenticatedEncryption.open([1], nonce: nonce, associatedData: [7], key: key) == nil)
  }
}
