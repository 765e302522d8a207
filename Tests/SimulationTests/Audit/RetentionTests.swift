import TestSupport
import Testing

@testable import Audit

// HIPAA 164.316(b)(2)(i) keeps documentation six years; GDPR Art. 5(1)(e) not longer than necessary.
@Suite struct RetentionTests {
  @Test("sealed records verify from cold storage, and are named as sealed without it")
  func seal() throws {
    let log = try TimedLog(records: 1000)
    #expect(try log.custodian.seal(before: 600) == [0..<512])
    #expect(try log.auditor.verify().size == 1000)
    #expect(try log.times() == Array(0..<1000))
    #expect(log.disk.contents.keys.contains("cold/tile/entries/001"))
    #expect(!log.disk.contents.keys.contains("hot/tile/entries/001"))
    let without = AuditVerifier(files: log.hot, key: LogSimulation.key)
    #expect(damages(without).allSatisfy { $0.reason.contains("--cold") })
    #expect(try log.custodian.seal(before: 600) == [])
    #expect(try log.custodian.seal(before: 800) == [512..<768])
  }

  @Test("removed records leave their hashes: the log verifies, and says what is gone")
  func remove() throws {
    let log = try TimedLog(records: 1000)
    let head = try log.auditor.checkpoint()
    _ = try log.custodian.seal(before: 300)
    #expect(try log.custodian.remove(before: 600) == [0..<512])
    let verified = try log.auditor.verify()
    #expect(verified.removed == [0..<512] && verified.size == 1000)
    #expect(try log.times() == Array(512..<1000))
    #expect(!log.disk.contents.keys.contains { $0.hasSuffix("tile/entries/000") })
    #expect(throws: AuditError.removed(index: 3)) { try log.auditor.record(index: 3) }
    #expect(try log.auditor.consistency(with: head).isValid)
    let record = try log.auditor.record(index: 700)
    #expect(try log.auditor.prove(index: 700).verify(record: record, key: LogSimulation.key).size == 1000)
  }

  @Test("a legal hold keeps records from removal until it is released")
  func hold() throws {
    let log = try TimedLog(records: 1000)
    try log.custodian.place(LegalHold(name: "case-17", records: 300..<301))
    #expect(try log.custodian.holds() == [LegalHold(name: "case-17", records: 300..<301)])
    #expect(try log.custodian.remove(before: 900) == [0..<256, 512..<768])
    #expect(try log.auditor.verify().removed == [0..<256, 512..<768])
    #expect(try log.auditor.record(index: 300).count > 0)
    #expect(throws: AuditError.noSuchHold("case-18")) { try log.custodian.release(hold: "case-18") }
    try log.custodian.release(hold: "case-17")
    #expect(try log.custodian.remove(before: 900) == [256..<512])
    #expect(try log.auditor.verify().removed == [0..<768])
  }

  @Test("a bundle that is gone without a record of its removal is damage")
  func deleted() throws {
    let log = try TimedLog(records: 600)
    _ = try log.custodian.remove(before: 300)
    log.disk.overwrite("hot/tile/entries/001", nil)
    #expect(damages(log.auditor).map(\.file) == ["tile/entries/001"])
    // Hashes of removed records are all that is left of them: a changed one cannot hide.
    log.disk.overwrite("hot/tile/0/000", log.disk.contents["hot/tile/0/001"])
    #expect(!damages(log.auditor).isEmpty)
  }

  @Test("a removal is believed only from an administrative log that verifies")
  func forged() throws {
    let log = try TimedLog(records: 600)
    _ = try log.custodian.remove(before: 300)
    var journal = try #require(log.disk.contents["hot/administration/journal"])
    journal[journal.count / 2] ^= 1
    log.disk.overwrite("hot/administration/journal", journal)
    #expect(damages(log.auditor).first?.file == "administration/journal")
  }

  @Test("a damaged bundle is not moved")
  func damaged() throws {
    let log = try TimedLog(records: 600)
    var bundle = try #require(log.disk.contents["hot/tile/entries/000"])
    bundle[100] ^= 1
    log.disk.overwrite("hot/tile/entries/000", bundle)
    #expect(throws: AuditError.self) { try log.custodian.seal(before: 600) }
    #expect(log.disk.contents["hot/tile/entries/000"] == bundle)
  }

  @Test("every fault at every operation of a seal and a removal, then a crash", arguments: SimulatedDisk.Fault.allCases)
  func crash(fault: SimulatedDisk.Fault) throws {
    let calm = try TimedLog(records: 520)
    let start = calm.disk.operations
    _ = try calm.custodian.seal(before: 520)
    let sealed = calm.disk.operations
    _ = try calm.custodian.remove(before: 300)
    for operation in 1...calm.disk.operations - start {
      let log = try TimedLog(records: 520)
      log.disk.arm(fault, at: start + operation)
      _ = try? log.custodian.seal(before: 520)
      if operation + start > sealed { _ = try? log.custodian.remove(before: 300) }
      log.disk.restart()
      let note = "fault \(fault) at operation \(operation)"
      let verified = try log.auditor.verify()
      #expect(verified.size == 520, "\(note)")
      let kept = try log.times()
      #expect(kept == Array(0..<520) || kept == Array(256..<520), "\(note)")
      #expect(kept.count == 520 || verified.removed == [0..<256], "\(note)")
      _ = try log.custodian.seal(before: 520)
      _ = try log.custodian.remove(before: 300)
      #expect(try log.auditor.verify().removed == [0..<256], "\(note)")
      #expect(try log.times() == Array(256..<520), "\(note)")
    }
  }
}

/// A log whose record i was made at millisecond i, in `hot`, with cold storage beside it.
private struct TimedLog {
  let disk = SimulatedDisk(seed: 4)
  var hot: Subfolder { Subfolder(files: disk, name: "hot") }
  var cold: Subfolder { Subfolder(files: disk, name: "cold") }
  var auditor: AuditVerifier { AuditVerifier(files: hot, key: LogSimulation.key, cold: cold) }

  var custodian: LogCustodian {
    let administration = AdministrativeLog(
      Subfolder(files: hot, name: AdministrativeLog.folder), origin: LogSimulation.origin, signer: LogSimulation.signer)
    let administrator = Administrator(
      tenant: "clinic", keyID: "os:1000", role: "operator", wallClockMs: 5000, monotonicNs: 1)
    return LogCustodian(
      hot, cold: cold, key: LogSimulation.key, administration: administration, by: administrator)
  }

  init(records: Int) throws {
    var store = try LogStore.open(hot, origin: LogSimulation.origin, signer: LogSimulation.signer)
    _ = try store.commit(Array(Self.entries.prefix(records)))
    try store.close()
  }

  private static let entries: [[UInt8]] = (0..<1000).compactMap { time in
    try? AuditRecord(
      kind: .intent, requestID: "r\(time)", tenant: "clinic", keyID: "k", role: "doctor", wallClockMs: Int64(time),
      monotonicNs: 0
    ).canonicalBytes()
  }

  /// When each record that is still there was made.
  func times() throws -> [Int] {
    var times: [Int] = []
    try auditor.query(AuditQuery()) { _, record, _ in
      times.append(Int(record.wallClockMs))
      return true
    }
    return times
  }
}
