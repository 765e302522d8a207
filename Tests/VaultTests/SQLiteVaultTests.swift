import Foundation
import Testing
import Vault

@Suite struct SQLiteVaultTests {
  @Test("GDPR Art. 17: after an erasure no file of the vault holds the wrapped key or the sealed value")
  func noResidue() throws {
    try TestVault.with(.sqlite) { test in
      for number in 0..<50 {
        try test.vault.keep(bytes("other"), request: "o\(number)", tenant: "clinic", subject: "s\(number)", at: 1)
      }
      try test.vault.keep(bytes("Anna"), request: "r1", tenant: "clinic", subject: "p1", at: 1)
      let pseudonym = test.vault.pseudonym(of: "p1", tenant: "clinic")
      let secrets =
        try test.database.rows("SELECT wrappedKey FROM subject WHERE pseudonym = '\(pseudonym)'").flatMap(\.self)
        + test.database.rows("SELECT sealed FROM value WHERE request = 'r1'").flatMap(\.self)
      #expect(secrets.count == 2)
      for secret in secrets { #expect(try files(of: test).contains { $0.range(of: Data(secret)) != nil }) }
      try test.vault.erase(subject: "p1", tenant: "clinic")
      for secret in secrets { #expect(try !files(of: test).contains { $0.range(of: Data(secret)) != nil }) }
    }
  }

  @Test("no file holds a value or a subject in plain")
  func nothingPlain() throws {
    try TestVault.with(.sqlite) { test in
      try test.vault.keep(bytes("Anna Schmidt"), request: "r1", tenant: "clinic", subject: "MRN-4711", at: 1)
      for file in try files(of: test) {
        for text in ["Anna Schmidt", "MRN-4711"] { #expect(file.range(of: Data(text.utf8)) == nil) }
      }
    }
  }

  private func files(of test: TestVault) throws -> [Data] {
    guard case .folder(let folder) = test.location else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder).map {
      try Data(contentsOf: URL(filePath: "\(folder)/\($0)"))
    }
  }
}
