import Cryptography
import TestSupport
import Testing
import Vault

/// What every vault does, in SQLite and in PostgreSQL.
@Suite struct VaultTests {
  @Test(.enabled(if: PostgreSQLServer.isInstalled, Comment(rawValue: PostgreSQLServer.advice)))
  func bothDatabasesAreTested() { #expect(TestVault.Kind.available.count == 2) }

  @Test("a value comes back for its tenant and request, and for no other", arguments: TestVault.Kind.available)
  func keep(kind: TestVault.Kind) throws {
    try TestVault.with(kind) { test in
      let vault = test.vault
      try vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      #expect(try vault.value(request: "r1", tenant: "clinic") == bytes("Anna"))
      #expect(try vault.value(request: "r1", tenant: "other") == nil)
      #expect(try vault.value(request: "r2", tenant: "clinic") == nil)
      try vault.keep(bytes("Berta"), request: "r1", tenant: "clinic", subject: "p1", at: 2)
      #expect(try vault.value(request: "r1", tenant: "clinic") == bytes("Berta"))
    }
  }

  @Test("a value is kept whole or not at all", arguments: TestVault.Kind.available)
  func transaction(kind: TestVault.Kind) throws {
    try TestVault.with(kind) { test in
      try test.database.execute("DROP TABLE value")
      #expect(throws: VaultError.self) {
        try test.vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      }
      #expect(try test.contents(of: "subject").isEmpty)
    }
  }

  @Test(
    "GDPR Art. 17: an erased subject's values are gone, another subject's are not",
    arguments: TestVault.Kind.available)
  func erase(kind: TestVault.Kind) throws {
    try TestVault.with(kind) { test in
      let vault = test.vault
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

  @Test(
    "GDPR Art. 17: after an erasure SQL shows neither the wrapped key, the sealed value nor the subject's pseudonym",
    arguments: TestVault.Kind.available)
  func noTrace(kind: TestVault.Kind) throws {
    try TestVault.with(kind) { test in
      try test.vault.keep(bytes("other"), request: "r2", tenant: "clinic", subject: "p2", at: 1)
      let others = try test.contents(of: "subject") + test.contents(of: "value")
      try test.vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      try test.vault.erase(subject: "p1", tenant: "clinic")
      #expect(try test.contents(of: "subject") + test.contents(of: "value") == others)
    }
  }

  @Test(
    "a copy of the sealed values made before the erasure does not open after it", arguments: TestVault.Kind.available)
  func oldCopy(kind: TestVault.Kind) throws {
    try TestVault.with(kind) { test in
      let vault = test.vault
      try vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      try test.database.execute("CREATE TABLE backup AS SELECT * FROM value")
      try vault.erase(subject: "p1", tenant: "clinic")
      try test.database.execute("INSERT INTO value SELECT * FROM backup")
      #expect(try vault.value(request: "r1", tenant: "clinic") == nil)
      // Nor does a new key of the same subject open it.
      try vault.keep(bytes("new"), request: "r2", tenant: "clinic", subject: "p1", at: 1)
      #expect(throws: VaultError.unreadable) { try vault.value(request: "r1", tenant: "clinic") }
    }
  }

  @Test("SQL shows nothing in plain: neither value nor subject", arguments: TestVault.Kind.available)
  func nothingPlain(kind: TestVault.Kind) throws {
    try TestVault.with(kind) { test in
      try test.vault.keep(bytes("Anna Schmidt"), request: "r1", tenant: "clinic", subject: "MRN-4711", at: 1)
      let cells = try (test.contents(of: "subject") + test.contents(of: "value")).flatMap(\.self)
      #expect(cells.count == 7)
      for text in ["Anna Schmidt", "MRN-4711"] { #expect(!cells.contains { $0.contains(bytes(text)) }) }
    }
  }

  @Test("another master key opens nothing; a swapped row is refused", arguments: TestVault.Kind.available)
  func tampering(kind: TestVault.Kind) throws {
    try TestVault.with(kind) { test in
      try test.vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      #expect(throws: kind == .sqlite ? VaultError.unreadable : .otherMasterKey) {
        try test.reopened(masterKey: SecretKey()).value(request: "r1", tenant: "clinic")
      }
      try test.database.execute("UPDATE value SET request = 'r2'")
      #expect(throws: VaultError.unreadable) { try test.vault.value(request: "r2", tenant: "clinic") }
    }
  }

  @Test("values expire by age, and keys that seal nothing go with them", arguments: TestVault.Kind.available)
  func expire(kind: TestVault.Kind) throws {
    try TestVault.with(kind) { test in
      try test.vault.keep(bytes("old"), request: "r1", tenant: "clinic", subject: "p1", at: 10)
      try test.vault.keep(bytes("new"), request: "r2", tenant: "clinic", subject: "p2", at: 20)
      #expect(try test.vault.expire(before: 20) == 1)
      #expect(try test.vault.value(request: "r2", tenant: "clinic") == bytes("new"))
      #expect(try test.contents(of: "subject").count == 1)
    }
  }

  @Test("a vault reopened with its key opens what was kept", arguments: TestVault.Kind.available)
  func reopen(kind: TestVault.Kind) throws {
    try TestVault.with(kind) { test in
      try test.vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      #expect(try test.reopened().value(request: "r1", tenant: "clinic") == bytes("Anna"))
    }
  }
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
