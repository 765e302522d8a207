import Cryptography
import Foundation
import TestSupport
import Testing
import Vault

/// Several gateways on one vault in PostgreSQL.
@Suite(.enabled(if: PostgreSQLServer.isInstalled, Comment(rawValue: PostgreSQLServer.advice)))
struct SharedVaultTests {
  @Test("GDPR Art. 17: what one gateway keeps another reads, and what one erases is erased for all")
  func twoGateways() throws {
    try TestVault.with(.postgreSQL) { test in
      let (first, second) = (test.vault, try test.reopened())
      try first.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      try second.keep(bytes("Anna S."), request: "r2", tenant: "clinic", subject: "p1", at: 1)
      #expect(try second.value(request: "r1", tenant: "clinic") == bytes("Anna"))
      #expect(try first.value(request: "r2", tenant: "clinic") == bytes("Anna S."))
      #expect(try test.contents(of: "subject").count == 1)
      #expect(try second.erase(subject: "p1", tenant: "clinic") == 2)
      #expect(try first.value(request: "r1", tenant: "clinic") == nil)
      #expect(try first.value(request: "r2", tenant: "clinic") == nil)
    }
  }

  @Test("gateways that meet a new subject at the same time agree on its key")
  func race() throws {
    try TestVault.with(.postgreSQL) { test in
      let gateways = try (0..<4).map { _ in try test.reopened() }
      DispatchQueue.concurrentPerform(iterations: gateways.count) { number in
        for round in 0..<25 {
          do {
            try gateways[number].keep(
              bytes("\(number)"), request: "r\(number)-\(round)", tenant: "clinic", subject: "p\(round)", at: 1)
          } catch { Issue.record(error) }
        }
      }
      #expect(try test.contents(of: "subject").count == 25)
      for number in gateways.indices {
        for round in 0..<25 {
          #expect(try test.vault.value(request: "r\(number)-\(round)", tenant: "clinic") == bytes("\(number)"))
        }
      }
    }
  }

  @Test("a subject that is erased and expired while gateways keep leaves values that open, or none")
  func erasureBesideKeeping() throws {
    try TestVault.with(.postgreSQL) { test in
      let gateways = try (0..<3).map { _ in try test.reopened() }
      DispatchQueue.concurrentPerform(iterations: gateways.count) { number in
        for round in 0..<40 {
          do {
            switch number {
            case 0: try gateways[0].keep(bytes("x"), request: "r\(round)", tenant: "clinic", subject: "p", at: 9)
            case 1: try gateways[1].erase(subject: "p", tenant: "clinic")
            default: try gateways[2].expire(before: 5)
            }
          } catch { Issue.record(error) }
        }
      }
      try test.vault.keep(bytes("x"), request: "last", tenant: "clinic", subject: "p", at: 9)
      let orphans = try test.database.rows(
        "SELECT request FROM value WHERE NOT EXISTS (SELECT 1 FROM subject WHERE subject.pseudonym = value.pseudonym)")
      #expect(orphans.isEmpty)
      for row in try test.database.rows("SELECT request FROM value") {
        let request = String(decoding: row[0], as: UTF8.self)
        #expect(try test.vault.value(request: request, tenant: "clinic") == bytes("x"))
      }
    }
  }

  // PostgreSQL's documentation, "Routine Vacuuming": an updated or deleted row stays in the table until then.
  @Test("GDPR Art. 17: after an erasure no page of the table has a version of the row with the wrapped key")
  func noDeadRow() throws {
    try TestVault.with(.postgreSQL) { test in
      try test.database.execute("CREATE EXTENSION pageinspect")
      try test.vault.keep(bytes("other"), request: "r2", tenant: "clinic", subject: "p2", at: 1)
      try test.vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      let pseudonym = test.vault.pseudonym(of: "p1", tenant: "clinic")
      let secret = try test.database.rows("SELECT wrapped_key FROM subject WHERE pseudonym = '\(pseudonym)'")[0][0]
      let versions = "SELECT t_data FROM heap_page_items(get_raw_page('weir_vault.subject', 0))"
      #expect(try test.database.rows(versions).contains { $0[0].contains(secret) })
      try test.vault.erase(subject: "p1", tenant: "clinic")
      #expect(try !test.database.rows(versions).contains { $0[0].contains(secret) })
    }
  }

  @Test("a lost connection fails the call, says what to do, and the next call connects again")
  func lostConnection() throws {
    try TestVault.with(.postgreSQL) { test in
      try test.vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      let others = "pid <> pg_backend_pid() AND datname = current_database() AND backend_type = 'client backend'"
      let ended = try test.database.rows(
        "SELECT pg_terminate_backend(pid, 5000)::text FROM pg_stat_activity WHERE \(others)")
      #expect(ended == [[bytes("true")]])
      let error = #expect(throws: VaultError.unreachable) { try test.vault.value(request: "r1", tenant: "clinic") }
      #expect(error?.description.contains("gateway.vault") == true)
      #expect(try test.vault.value(request: "r1", tenant: "clinic") == bytes("Anna"))
    }
  }

  @Test("a gateway with another master key is refused: it could not erase what others keep")
  func otherMasterKey() throws {
    try TestVault.with(.postgreSQL) { test in
      let error = #expect(throws: VaultError.otherMasterKey) { try test.reopened(masterKey: SecretKey()) }
      #expect(error?.description.contains("vault.key") == true)
    }
  }

  @Test("a newer version's vault is refused")
  func newerVersion() throws {
    try TestVault.with(.postgreSQL) { test in
      try test.database.execute("UPDATE installation SET version = 2")
      #expect(throws: VaultError.newerVersion) { try test.reopened() }
    }
  }

  @Test("no error names the server, the user or the password")
  func errorsAreSilent() {
    for url in ["postgres://anna:secret@127.0.0.1:1/weir", "postgres://anna:secret@127.0.0.1:x/weir"] {
      let error = #expect(throws: VaultError.self) { try Vault(.postgreSQL(url: url), masterKey: SecretKey()) }
      #expect(["anna", "secret", "127.0.0.1"].allSatisfy { !"\(String(describing: error))".contains($0) })
    }
  }
}
