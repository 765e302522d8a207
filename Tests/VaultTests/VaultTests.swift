import Cryptography
import Foundation
import GRDB
import Testing

@testable import Vault

@Suite struct VaultTests {
  @Test("a value comes back for its tenant and request, and for no other")
  func keep() throws {
    try withVault { vault, _, _ in
      try vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      #expect(try vault.value(request: "r1", tenant: "clinic") == bytes("Anna"))
      #expect(try vault.value(request: "r1", tenant: "other") == nil)
      #expect(try vault.value(request: "r2", tenant: "clinic") == nil)
      try vault.keep(bytes("Berta"), request: "r1", tenant: "clinic", subject: "p1", at: 2)
      #expect(try vault.value(request: "r1", tenant: "clinic") == bytes("Berta"))
    }
  }

  @Test("GDPR Art. 17: an erased subject's values are gone, another subject's are not")
  func erase() throws {
    try withVault { vault, _, _ in
      for (request, subject) in [("r1", "p1"), ("r2", "p1"), ("r3", "p2")] {
        try vault.keep(bytes(request), request: request, tenant: "clinic", subject: subject, at: 1)
      }
      try vault.keep(bytes("same name"), request: "r4", tenant: "other", subject: "p1", at: 1)
      #expect(try vault.erase(subject: "p1", tenant: "clinic") == 2)
      #expect(try vault.value(request: "r1", tenant: "clinic") == nil)
      #expect(try vault.value(request: "r2", tenant: "clinic") == nil)
      #expect(try vault.value(request: "r3", tenant: "clinic") == bytes("r3"))
      #expect(try vault.value(request: "r4", tenant: "other") == bytes("same name"))
      #expect(try vault.erase(subject: "p1", tenant: "clinic") == 0)
    }
  }

  @Test("GDPR Art. 17: after an erasure no file of the vault holds the wrapped key or the sealed value")
  func noResidue() throws {
    try withVault { vault, folder, _ in
      for number in 0..<50 {
        try vault.keep(bytes("other"), request: "o\(number)", tenant: "clinic", subject: "s\(number)", at: 1)
      }
      try vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      let pseudonym = vault.pseudonym(of: "p1", tenant: "clinic")
      let stored = try vault.pool.read { database in
        [
          try Data.fetchOne(
            database, sql: "SELECT wrappedKey FROM subject WHERE pseudonym = ?", arguments: [pseudonym]),
          try Data.fetchOne(database, sql: "SELECT sealed FROM value WHERE request = 'r1'"),
        ].compactMap(\.self)
      }
      #expect(stored.count == 2)
      for secret in stored { #expect(try contents(folder).contains { $0.range(of: secret) != nil }) }
      try vault.erase(subject: "p1", tenant: "clinic")
      for secret in stored { #expect(try !contents(folder).contains { $0.range(of: secret) != nil }) }
    }
  }

  @Test("a copy of the sealed values made before the erasure does not open after it")
  func oldCopy() throws {
    try withVault { vault, _, _ in
      try vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      let row = try #require(try vault.pool.read { try Row.fetchOne($0, sql: "SELECT * FROM value") })
      try vault.erase(subject: "p1", tenant: "clinic")
      try vault.pool.write { database in
        try database.execute(
          sql: "INSERT INTO value VALUES (?, ?, ?, ?, ?)",
          arguments: [row[0] as String, row[1] as String, row[2] as String, row[3] as Data, row[4] as Int64])
      }
      #expect(try vault.value(request: "r1", tenant: "clinic") == nil)
      // Nor does a new key of the same subject open it.
      try vault.keep(bytes("new"), request: "r2", tenant: "clinic", subject: "p1", at: 1)
      #expect(throws: VaultError.unreadable) { try vault.value(request: "r1", tenant: "clinic") }
    }
  }

  @Test("nothing is stored in plain: neither value nor subject")
  func nothingPlain() throws {
    try withVault { vault, folder, _ in
      try vault.keep(bytes("Anna Schmidt"), request: "r1", tenant: "clinic", subject: "MRN-4711", at: 1)
      for file in try contents(folder) {
        for text in ["Anna Schmidt", "MRN-4711"] { #expect(file.range(of: Data(text.utf8)) == nil) }
      }
    }
  }

  @Test("another master key opens nothing; a changed byte or a swapped row is refused")
  func tampering() throws {
    try withVault { vault, folder, _ in
      try vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      let stranger = try Vault(folder: folder, masterKey: SecretKey())
      #expect(throws: VaultError.unreadable) { try stranger.value(request: "r1", tenant: "clinic") }
      try vault.pool.write { try $0.execute(sql: "UPDATE value SET request = 'r2'") }
      #expect(throws: VaultError.unreadable) { try vault.value(request: "r2", tenant: "clinic") }
    }
  }

  @Test("values expire by age, and keys that seal nothing go with them")
  func expire() throws {
    try withVault { vault, _, _ in
      try vault.keep(bytes("old"), request: "r1", tenant: "clinic", subject: "p1", at: 10)
      try vault.keep(bytes("new"), request: "r2", tenant: "clinic", subject: "p2", at: 20)
      #expect(try vault.expire(before: 20) == 1)
      #expect(try vault.value(request: "r2", tenant: "clinic") == bytes("new"))
      #expect(try vault.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM subject") } == 1)
    }
  }

  @Test("a vault reopened with its key opens what was kept")
  func reopen() throws {
    try withVault { vault, folder, key in
      try vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      #expect(try Vault(folder: folder, masterKey: key).value(request: "r1", tenant: "clinic") == bytes("Anna"))
    }
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func contents(_ folder: String) throws -> [Data] {
    try FileManager.default.contentsOfDirectory(atPath: folder).map {
      try Data(contentsOf: URL(filePath: "\(folder)/\($0)"))
    }
  }

  private func withVault(_ body: (Vault, String, SecretKey) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "weir-vault-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let key = SecretKey()
    try body(try Vault(folder: folder, masterKey: key), folder, key)
  }
}
