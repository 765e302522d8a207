import Cryptography
import Foundation
import Testing

@testable import Audit

@Suite struct MergedLogsTests {
  @Test("records of several gateways come in the order of time, within one log in its own order")
  func order() async throws {
    try await withFolder { folder in
      // The second gateway's clock stepped back once.
      let logs = [
        try await log("\(folder)/a", "weir.example/audit/a", times: [1, 4, 5, 9]),
        try await log("\(folder)/b", "weir.example/audit/b", times: [2, 6, 3, 8]),
      ]
      let merged = try MergedLogs(logs, scheme: "weir.example/audit")
      #expect(try merged.verify().map(\.size) == [4, 4])
      #expect(try found(merged, AuditQuery()) == ["a1", "b2", "a4", "a5", "b6", "b3", "b8", "a9"])
      var query = AuditQuery()
      (query.since, query.until) = (3, 6)
      #expect(try found(merged, query) == ["b3", "a4", "a5"])
    }
  }

  @Test("two logs of one origin, or one outside the scheme, are refused")
  func scheme() async throws {
    try await withFolder { folder in
      let first = try await log("\(folder)/a", "weir.example/audit/a", times: [1])
      let same = try await log("\(folder)/b", "weir.example/audit/a", times: [1])
      let other = try await log("\(folder)/c", "weir.example/auditors", times: [1])
      #expect(throws: AuditError.self) { try MergedLogs([first, same]) }
      #expect(throws: AuditError.self) { try MergedLogs([first, other], scheme: "weir.example/audit") }
    }
  }

  @Test("one damaged log spoils the verification of all")
  func damaged() async throws {
    try await withFolder { folder in
      let logs = [
        try await log("\(folder)/a", "weir.example/audit/a", times: [1]),
        try await log("\(folder)/b", "weir.example/audit/b", times: [2]),
      ]
      let tile = URL(filePath: "\(folder)/b/tile/0/000.p/1")
      var bytes = try Data(contentsOf: tile)
      bytes[3] ^= 4
      try bytes.write(to: tile)
      #expect(throws: AuditError.self) { try MergedLogs(logs).verify() }
    }
  }

  private func log(_ folder: String, _ origin: String, times: [Int64]) async throws -> AuditVerifier {
    let log = try AuditLog.open(directory: folder, origin: origin, signer: SigningKey())
    for time in times {
      var record = fullRecord()
      record.wallClockMs = time
      _ = try await log.append(record)
    }
    log.close()
    return AuditVerifier(directory: folder)
  }

  private func found(_ logs: MergedLogs, _ query: AuditQuery) throws -> [String] {
    var found: [String] = []
    try logs.query(query) { origin, _, record, _ in
      found.append("\(origin.last!)\(record.wallClockMs)")
      return true
    }
    return found
  }
}
