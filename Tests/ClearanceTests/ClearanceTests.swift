import Clearance
import Cryptography
import TestSupport
import Testing

@Suite struct ClearanceTests {
  private static let gateway = SigningKey(seed: SecretKey(bytes: Array(repeating: 3, count: 32))!)
  private static let prompt: [UInt8] = [1, 0, 0, 0, 42, 0, 0, 0]
  private static let now: UInt64 = 1_000_000

  private func statement(
    model: String = "weir-small", nonce: ClearanceNonce = .random(),
    _ change: (inout ClearanceStatement) -> Void = { _ in }
  ) throws -> ClearanceStatement {
    var statement = try ClearanceStatement(
      promptDigest: Digest(of: Self.prompt), policyDigest: Digest(of: [1]), auditIndex: 41, model: model,
      maxTokens: 100, expires: Self.now + 60, nonce: nonce)
    change(&statement)
    return statement
  }

  private func verify(_ clearance: Clearance, with verifier: inout ClearanceVerifier, now: UInt64 = Self.now)
    throws(ClearanceError) -> ClearanceStatement
  {
    try verifier.verify(clearance, promptIDBytes: Self.prompt, model: "weir-small", maxTokens: 100, now: now)
  }

  @Test("a cleared call passes, once")
  func accepted() throws {
    var verifier = ClearanceVerifier(trusted: [SigningKey().verificationKey, Self.gateway.verificationKey])
    let statement = try statement()
    let clearance = Clearance.sign(statement, key: Self.gateway)
    #expect(try verify(clearance, with: &verifier) == statement)
    #expect(throws: ClearanceError.replayed) { try verify(clearance, with: &verifier) }
    #expect(throws: ClearanceError.expired) { try verify(clearance, with: &verifier, now: Self.now + 60) }
  }

  @Test("each mismatch has its own error")
  func mismatches() throws {
    let cases: [(ClearanceError, (inout ClearanceStatement) -> Void)] = [
      (.otherPrompt, { $0.promptDigest = Digest(of: [9]) }),
      (.tooManyTokens, { $0.maxTokens = 99 }),
      (.expired, { $0.expires = Self.now }),
      (.lifetimeTooLong, { $0.expires = Self.now + ClearanceLimits.lifetimeSecondsMax + 1 }),
    ]
    for (error, change) in cases {
      var verifier = ClearanceVerifier(trusted: [Self.gateway.verificationKey])
      let clearance = Clearance.sign(try statement(change), key: Self.gateway)
      #expect(throws: error) { try verify(clearance, with: &verifier) }
    }
    var verifier = ClearanceVerifier(trusted: [Self.gateway.verificationKey])
    let other = Clearance.sign(try statement(model: "weir-large"), key: Self.gateway)
    #expect(throws: ClearanceError.otherModel) { try verify(other, with: &verifier) }
    #expect(Set(ClearanceError.allCases.map(\.description)).count == ClearanceError.allCases.count)
  }

  @Test("a refused call does not use up its clearance")
  func refusedIsNotUsed() throws {
    var verifier = ClearanceVerifier(trusted: [Self.gateway.verificationKey])
    let clearance = Clearance.sign(try statement(), key: Self.gateway)
    #expect(throws: ClearanceError.otherModel) {
      try verifier.verify(clearance, promptIDBytes: Self.prompt, model: "other", maxTokens: 1, now: Self.now)
    }
    _ = try verify(clearance, with: &verifier)
  }

  @Test("no bit of statement or signature can change")
  func bitFlips() throws {
    var verifier = ClearanceVerifier(trusted: [Self.gateway.verificationKey])
    let clearance = Clearance.sign(try statement(), key: Self.gateway)
    for part in 0..<2 {
      var bytes = part == 0 ? clearance.statement : clearance.signature
      for position in bytes.indices {
        bytes[position] ^= 1 << UInt8(position % 8)
        let changed = Clearance(
          statement: part == 0 ? bytes : clearance.statement, signature: part == 1 ? bytes : clearance.signature)
        #expect(throws: ClearanceError.notSigned) { try verify(changed, with: &verifier) }
        bytes[position] ^= 1 << UInt8(position % 8)
      }
    }
  }

  @Test("a stranger's clearance, and a trusted key's signature over something else, are refused")
  func strangers() throws {
    var verifier = ClearanceVerifier(trusted: [Self.gateway.verificationKey])
    let stranger = Clearance.sign(try statement(), key: SigningKey())
    #expect(throws: ClearanceError.notSigned) { try verify(stranger, with: &verifier) }
    let note = Array("example.com/log\n12\n".utf8)
    let other = Clearance(statement: note, signature: Self.gateway.signature(of: note))
    #expect(throws: ClearanceError.malformed) { try verify(other, with: &verifier) }
  }

  @Test("nonces are remembered up to the limit, then calls are refused until some expire")
  func window() throws {
    var verifier = ClearanceVerifier(trusted: [Self.gateway.verificationKey], noncesMax: 300)
    func pass(_ number: Int, expires: UInt64, now: UInt64) throws {
      var nonce = [UInt8](repeating: 0, count: 16)
      for byte in 0..<8 { nonce[byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
      let statement = try statement(nonce: #require(ClearanceNonce(bytes: nonce))) { $0.expires = expires }
      _ = try verify(Clearance.sign(statement, key: Self.gateway), with: &verifier, now: now)
    }
    for number in 0..<300 { try pass(number, expires: Self.now + 10, now: Self.now) }
    #expect(throws: ClearanceError.tooManyCalls) { try pass(-1, expires: Self.now + 10, now: Self.now) }
    #expect(throws: ClearanceError.replayed) { try pass(7, expires: Self.now + 10, now: Self.now + 9) }
    try pass(-1, expires: Self.now + 20, now: Self.now + 10)
    #expect(throws: ClearanceError.replayed) { try pass(-1, expires: Self.now + 20, now: Self.now + 11) }
  }

  @Test("a statement reads back from its bytes; any other bytes are refused or read back themselves")
  func canonical() throws {
    let statement = try statement()
    #expect(try ClearanceStatement(bytes: statement.bytes) == statement)
    #expect(throws: ClearanceError.malformed) { try ClearanceStatement(bytes: statement.bytes + [0]) }
    #expect(throws: ClearanceError.modelNameTooLong) {
      try ClearanceStatement(
        promptDigest: Digest(of: []), policyDigest: Digest(of: []), auditIndex: 0,
        model: String(repeating: "m", count: 257), maxTokens: 1, expires: 1, nonce: .random())
    }
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<5000 {
      var bytes = statement.bytes
      for _ in 0...Int.random(in: 0..<3, using: &generator) where !bytes.isEmpty {
        let position = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.removeLast(bytes.count - position)
        default: bytes.insert(0xff, at: position)
        }
      }
      if let read = try? ClearanceStatement(bytes: bytes) { #expect(read.bytes == bytes) }
    }
  }
}
