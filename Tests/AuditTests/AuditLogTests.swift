import Cryptography
import Foundation
import TestSupport
import Testing

@testable import Audit

@Suite struct AuditLogTests {
  private let signer = SigningKey()
  private let origin = "example.com/weir/test"
  private var key: NoteKey { get throws { try NoteKey(name: origin, key: signer.verificationKey) } }

  @Test("tasks append at once; each record gets its own index, is durable, and can be proved")
  func appendAndProve() async throws {
    try await withFolder { folder in
      let log = try AuditLog.open(directory: folder, origin: origin, signer: signer)
      let receipts = try await withThrowingTaskGroup(of: (Int, AuditReceipt).self) { group in
        for number in 0..<700 {
          group.addTask { (number, try await log.append(entry: Array("entry \(number)".utf8))) }
        }
        return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      #expect(Set(receipts.values.map(\.index)) == Set(0..<700))
      // While the gateway still runs, without its help.
      let auditor = AuditVerifier(directory: folder, key: try key)
      #expect(try auditor.verify().size == 700)
      for number in stride(from: 0, to: 700, by: 61) {
        let receipt = try #require(receipts[number])
        let record = try auditor.record(index: receipt.index)
        #expect(record == Array("entry \(number)".utf8))
        let proof = try ProofFile(parsing: Array(auditor.prove(index: receipt.index).text.utf8))
        #expect(try proof.verify(record: record, key: key).size == 700)
        #expect(try proof.verify(leafHash: receipt.leafHash, key: key).size == 700)
        #expect(throws: AuditError.self) { try proof.verify(record: record + [0], key: key) }
      }
      log.close()
      #expect(try auditor.verify().size == 700)
    }
  }

  @Test("a closed log has the tlog-tiles layout on disk")
  func layout() async throws {
    try await withFolder { folder in
      let log = try AuditLog.open(directory: folder, origin: origin, signer: signer)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<300 { group.addTask { _ = try await log.append(entry: bigEndian(UInt32(number))) } }
        try await group.waitForAll()
      }
      log.close()
      let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
        .filter { !isFolder("\(folder)/\($0)") }
      #expect(
        files.sorted() == [
          "checkpoint", "journal", "lock", "log.vkey", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1",
          "tile/entries/000", "tile/entries/001.p/44",
        ])
    }
  }

  @Test("a log reopened goes on where it ended, and its old heads stay true")
  func reopen() async throws {
    try await withFolder { folder in
      let auditor = AuditVerifier(directory: folder, key: try key)
      var heads: [Checkpoint] = []
      for round in 0..<4 {
        let log = try AuditLog.open(directory: folder, origin: origin, signer: signer)
        for number in 0..<100 {
          #expect(try await log.append(entry: [UInt8(number)]).index == UInt64(round * 100 + number))
        }
        log.close()
        heads.append(try auditor.checkpoint())
      }
      for head in heads { #expect(try auditor.consistency(with: head).isValid) }
      #expect(heads.map(\.size) == [100, 200, 300, 400])
    }
  }

  @Test("a log that was replaced by another one is not consistent with an earlier head")
  func rewritten() async throws {
    try await withFolder { folder in
      let auditor = AuditVerifier(directory: folder, key: try key)
      func write(_ text: String, count: Int) async throws -> Checkpoint {
        try? FileManager.default.removeItem(atPath: folder)
        let log = try AuditLog.open(directory: folder, origin: origin, signer: signer)
        for _ in 0..<count { _ = try await log.append(entry: Array(text.utf8)) }
        log.close()
        return try auditor.checkpoint()
      }
      let honest = try await write("permitted", count: 10)
      _ = try await write("never happened", count: 12)
      #expect(try auditor.verify().size == 12)
      #expect(throws: AuditError.self) { try auditor.consistency(with: honest) }
      _ = try await write("permitted", count: 9)
      #expect(throws: AuditError.self) { try auditor.consistency(with: honest) }
    }
  }

  @Test("a witness signs heads that only grow, and refuses a rewritten log")
  func witness() async throws {
    try await withFolder { folder in
      let auditor = AuditVerifier(directory: folder, key: try key)
      var witness = try Witness(name: "witness.example", signer: SigningKey())
      for count in [3, 4] {
        let log = try AuditLog.open(directory: folder, origin: origin, signer: signer)
        for _ in 0..<count { _ = try await log.append(entry: [1]) }
        log.close()
        #expect(try witness.cosign(auditor, time: 1000).cosignatureTime(by: witness.key()) == 1000)
      }
      #expect(witness.latest?.size == 7)
      try FileManager.default.removeItem(atPath: folder)
      try AuditLog.open(directory: folder, origin: origin, signer: signer).close()
      #expect(throws: AuditError.self) { try witness.cosign(auditor, time: 1001) }
    }
  }

  @Test("one writer at a time, one key for life, and nothing after close")
  func refusals() async throws {
    try await withFolder { folder in
      #expect(throws: AuditError.noLog(directory: folder)) { try AuditVerifier(directory: folder).verify() }
      let log = try AuditLog.open(directory: folder, origin: origin, signer: signer)
      #expect(throws: AuditError.locked(directory: folder)) {
        try AuditLog.open(directory: folder, origin: origin, signer: signer)
      }
      log.close()
      await #expect(throws: AuditError.closed) { try await log.append(entry: [1]) }
      await #expect(throws: AuditError.recordTooLarge(bytes: 65_536)) {
        try await log.append(entry: Array(repeating: 0, count: 65_536))
      }
      #expect(throws: AuditError.self) { try AuditLog.open(directory: folder, origin: origin, signer: SigningKey()) }
      #expect(throws: AuditError.self) { try AuditLog.open(directory: folder, origin: "other", signer: signer) }
      #expect(throws: AuditError.noSuchRecord(index: 0, size: 0)) {
        try AuditVerifier(directory: folder).prove(index: 0)
      }
    }
  }

  @Test("a query finds records by what they say")
  func query() async throws {
    try await withFolder { folder in
      let log = try AuditLog.open(directory: folder, origin: origin, signer: signer)
      for number in 0..<30 {
        var record = fullRecord()
        record.tenant = "tenant-\(number % 3)"
        _ = try await log.append(record)
      }
      log.close()
      var query = AuditQuery()
      query.tenant = "tenant-1"
      var found: [UInt64] = []
      try AuditVerifier(directory: folder).query(query) { index, record, _ in
        found.append(index)
        return true
      }
      #expect(found == (0..<10).map { $0 * 3 + 1 })
    }
  }
}

private func isFolder(_ path: String) -> Bool {
  var isFolder: ObjCBool = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}

/// A folder that does not exist yet, and is gone afterwards.
func withFolder(_ body: (String) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "weir-audit-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try await body(folder)
}
