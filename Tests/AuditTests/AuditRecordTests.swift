import Cryptography
import Foundation
import TestSupport
import Testing

@testable import Audit

@Suite struct AuditRecordTests {
  @Test("a record has one spelling: sorted members, no space, nothing that is absent")
  func canonical() throws {
    let record = AuditRecord(
      kind: .intent, requestID: "r1", tenant: "clinic", keyID: "k1", role: "doctor", wallClockMs: 5, monotonicNs: 6)
    #expect(
      String(decoding: try record.canonicalBytes(), as: UTF8.self) == """
        {"entityCounts":{},"filterFindings":{},"keyID":"k1","kind":"intent","latencyMs":{},"monotonicNs":6,\
        "passages":[],"requestID":"r1","role":"doctor","tenant":"clinic","version":1,"wallClockMs":5}
        """)
  }

  @Test("every field comes back, and any JSON reader agrees on what was written")
  func roundTrip() throws {
    let record = fullRecord()
    let bytes = try record.canonicalBytes()
    #expect(try AuditRecord(canonicalBytes: bytes) == record)
    // Foundation's encoder writes the same members, so no field was forgotten in the canonical form.
    let encoder = JSONEncoder()
    let ours = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? NSDictionary)
    let theirs = try #require(try JSONSerialization.jsonObject(with: encoder.encode(record)) as? NSDictionary)
    #expect(ours == theirs)
  }

  @Test("members stand in the order of their names, in every object")
  func order() throws {
    let bytes = try fullRecord().canonicalBytes()
    let sorted = try JSONSerialization.data(
      withJSONObject: JSONSerialization.jsonObject(with: Data(bytes)), options: [.sortedKeys, .withoutEscapingSlashes])
    #expect(Array(sorted) == bytes)
  }

  @Test("control characters and quotes are escaped as RFC 8785 says")
  func escapes() throws {
    var record = fullRecord()
    record.role = "a\"b\\c\n\u{1}\u{1f}\u{8}/é"
    let bytes = try record.canonicalBytes()
    #expect(String(decoding: bytes, as: UTF8.self).contains(#""role":"a\"b\\c\n\u0001\u001f\b/é""#))
    #expect(try AuditRecord(canonicalBytes: bytes) == record)
  }

  @Test("a record that the log's entry format cannot hold is refused")
  func tooLarge() {
    var record = fullRecord()
    record.passages = (0..<4000).map { .init(document: "document-\($0)", version: "1") }
    #expect(throws: AuditError.self) { try record.canonicalBytes() }
  }

  @Test("a commitment opens for its text and salt only")
  func commitment() {
    let salt = SecretKey()
    let commitment = Commitment(to: Array("text".utf8), salt: salt)
    #expect(commitment.opens(to: Array("text".utf8), salt: salt))
    #expect(!commitment.opens(to: Array("texT".utf8), salt: salt))
    #expect(!commitment.opens(to: Array("text".utf8), salt: SecretKey()))
  }

  @Test("mutated records are read or refused, and never trap")
  func fuzz() throws {
    var generator = SeededGenerator(seed: 4)
    let bytes = try fullRecord().canonicalBytes()
    for _ in 0..<3000 {
      if let record = try? AuditRecord(canonicalBytes: mutate(bytes, using: &generator)) {
        #expect(try AuditRecord(canonicalBytes: record.canonicalBytes()) == record)
      }
    }
  }

  @Test("a query keeps the records that meet every condition")
  func query() {
    let record = fullRecord()
    var query = AuditQuery()
    #expect(query.matches(record))
    query.tenant = "clinic"
    query.entityKind = "NAME"
    query.document = "asthma-en"
    query.since = 1000
    query.until = 1001
    query.isPermitted = true
    #expect(query.matches(record))
    query.until = 1000
    #expect(!query.matches(record))
    query.until = nil
    query.entityKind = "CARD"
    #expect(!query.matches(record))
  }
}

/// A record with every field set.
func fullRecord() -> AuditRecord {
  var record = AuditRecord(
    kind: .outcome, requestID: "r1", tenant: "clinic", keyID: "k1", role: "doctor", wallClockMs: 1000,
    monotonicNs: 2_000_000)
  record.intentIndex = 41
  record.policyDigest = String(repeating: "ab", count: 32)
  record.decision = .init(isPermitted: true, reason: "default")
  record.entityCounts = ["NAME": 2, "DATE": 1]
  record.passages = [.init(document: "asthma-en", version: "3")]
  record.promptCommitment = Commitment(to: [1], salt: SecretKey(bytes: Array(repeating: 1, count: 32))!)
  record.answerCommitment = Commitment(to: [2], salt: SecretKey(bytes: Array(repeating: 2, count: 32))!)
  record.generation = .init(
    model: "weir-small", precision: "F32", adapter: "none", worker: "worker-1", upstream: "models.example.org",
    sampling: .init(temperatureMilli: 700, topK: 40, topPMilli: 950, seed: 7, maxTokens: 256))
  record.generation?.sampling?.minPMilli = 50
  record.generation?.sampling?.repetitionPenaltyMilli = 1_100
  record.generation?.sampling?.frequencyPenaltyMilli = -500
  record.generation?.sampling?.presencePenaltyMilli = 500
  record.generation?.sampling?.biasedTokens = 3
  record.generation?.sampling?.stopStrings = 2
  record.clearanceID = "0011"
  record.tokens = .init(prompt: 100, completion: 20)
  record.filterFindings = ["dosage": 1]
  record.latencyMs = ["tokenize": 1, "generate": 900]
  record.subject = "0123456789abcdef"
  record.status = "OK"
  record.traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
  record.act = .init(verb: .loadPolicy, subject: "default", log: "example.com/log", range: 3..<9)
  return record
}
