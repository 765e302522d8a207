import Testing
import ZeroMQ

@Suite struct CurveKeysTests {
  @Test func thePublicKeyFollowsFromTheSecretKey() throws {
    for _ in 0..<20 {
      let pair = try makeCurveKeyPair()
      #expect(pair.publicKey.count == 32 && pair.secretKey.count == 32)
      #expect(try curvePublicKey(ofSecret: pair.secretKey) == pair.publicKey)
    }
  }

  @Test(arguments: [0, 31, 33])
  func otherLengthsAreRefused(count: Int) {
    #expect(throws: ZeroMQError.self) { try curvePublicKey(ofSecret: [UInt8](repeating: 1, count: count)) }
  }
}
