import Cryptography
import Testing

@Suite struct X25519KeyPairTests {
  @Test("RFC 32/Z85 test case")
  func z85() {
    let bytes: [UInt8] = [0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b]
    #expect(Z85.encode(bytes) == "HelloWorld")
    #expect(Z85.decode("HelloWorld") == bytes)
  }

  @Test("no key", arguments: ["Hell", "Hell ", "Hell\"", "#####", "Helloé"])
  func refusedText(text: String) { #expect(Z85.decode(text) == nil) }

  // The key pairs of zmq_curve(7) in libzmq's manual.
  @Test(
    "the public key follows from the secret",
    arguments: [
      ("D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs", "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"),
      ("JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6", "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"),
    ])
  func derivation(secret: String, expected: String) throws {
    let pair = try #require(Z85.decode(secret).flatMap(X25519KeyPair.init(secretKey:)))
    #expect(Z85.encode(pair.publicKey) == expected)
  }

  @Test func secretsPrintNothing() throws {
    let pair = X25519KeyPair()
    let publicText = try #require(Z85.encode(pair.publicKey))
    #expect("\(pair)" == "X25519KeyPair(\(publicText))")
    #expect(Mirror(reflecting: pair).children.count == 1)
  }
}
