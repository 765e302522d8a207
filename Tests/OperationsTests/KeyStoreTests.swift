import Cryptography
import Foundation
import Operations
import Testing

@Suite struct KeyStoreTests {
  @Test func keysAreMadeOnceAndArePrivate() throws {
    let folder = try TemporaryState()
    let keys = KeyStore(folder.state)
    try keys.createAll()
    let gateway = try keys.curveKeyPair(of: .gateway)
    #expect(try KeyStore(folder.state).curveKeyPair(of: .gateway) == gateway)
    #expect(try keys.gatewayPublicKey() == gateway.publicKey)
    #expect(try keys.allowedBackends().keys.sorted() == ["knowledge", "tokenizer", "worker"])
    #expect(try keys.allowedBackends()["worker"] == keys.curveKeyPair(of: .worker).publicKey)
    #expect(try keys.allowedClients() == ["client": keys.curveKeyPair(of: .client).publicKey])
    #expect(try keys.verificationKey(.audit) == keys.signingKey(.audit).verificationKey)
    #expect(try keys.verificationKey(.audit) != keys.verificationKey(.clearance))
    #expect(mode(folder.state.keys) == 0o700)
    for name in Files.names(in: folder.state.keys) where !name.contains("s.") && name.contains(".") {
      #expect(mode("\(folder.state.keys)/\(name)") == 0o600)
    }
  }

  @Test func aPeerTakenOffTheListStaysOff() throws {
    let folder = try TemporaryState()
    let keys = KeyStore(folder.state)
    try keys.createAll()
    Files.remove("\(folder.state.keys)/backends/worker.pub")
    try keys.createAll()
    #expect(try keys.allowedBackends().keys.sorted() == ["knowledge", "tokenizer"])
  }

  @Test func processesStartingAtOnceAgree() async throws {
    let folder = try TemporaryState()
    let state = folder.state
    let pairs = try await withThrowingTaskGroup(of: X25519KeyPair.self, returning: [X25519KeyPair].self) { group in
      for _ in 0..<16 { group.addTask { try KeyStore(state).curveKeyPair(of: .worker) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(pairs).count == 1)
    #expect(try KeyStore(state).allowedBackends()["worker"] == pairs.first?.publicKey)
    #expect(Files.names(in: state.keys) == ["backends", "worker.curve"])
  }

  @Test func unusableKeysAreNamedNotReplaced() throws {
    let folder = try TemporaryState()
    let path = "\(folder.state.keys)/worker.curve"
    try Files.write(Array("short".utf8), to: path)
    #expect(throws: OperationsError.unusableKey(path: path)) {
      try KeyStore(folder.state).curveKeyPair(of: .worker)
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(throws: OperationsError.exposedSecret(path: path)) {
      try KeyStore(folder.state).curveKeyPair(of: .worker)
    }
  }

  @Test func aBackEndWithoutTheGatewaysKeySaysWhatToDo() throws {
    let folder = try TemporaryState()
    let expected = OperationsError.missing(
      path: "\(folder.state.keys)/gateway.pub", advice: "copy it from the gateway's keys folder")
    #expect(throws: expected) { try KeyStore(folder.state).gatewayPublicKey() }
  }
}

@Suite struct APIKeyTests {
  @Test func issuedFoundRevoked() throws {
    let folder = try TemporaryState()
    var keys = APIKeys()
    let clinic = keys.issue(tenant: "clinic", role: "user")
    let bank = keys.issue(tenant: "bank", role: "user")
    try keys.save(folder.state)
    var stored = try APIKeys(folder.state)
    #expect(stored == keys)
    #expect(stored.owner(of: clinic)?.tenant == "clinic")
    let id = try #require(stored.owner(of: bank)?.id)
    let isRevoked = [stored.revoke(id: id), stored.revoke(id: id)]
    #expect(isRevoked == [true, false])
    #expect(stored.owner(of: bank) == nil)
  }

  @Test func theSecretIsNotStored() throws {
    let folder = try TemporaryState()
    var keys = APIKeys()
    let secret = try #require(keys.issue(tenant: "clinic", role: "user").split(separator: "_").last)
    try keys.save(folder.state)
    let stored = String(decoding: try Files.read("\(folder.state.keys)/api-keys.json"), as: UTF8.self)
    #expect(!stored.contains(secret))
    #expect(mode("\(folder.state.keys)/api-keys.json") == 0o600)
  }

  @Test func otherTextsAreNobodys() {
    var keys = APIKeys()
    let key = keys.issue(tenant: "clinic", role: "user")
    for text in ["", "_", "weir__", "\(key)0", String(key.dropLast()), "Weir\(key.dropFirst(4))", "Bearer \(key)"] {
      #expect(keys.owner(of: text) == nil)
    }
  }

  @Test func theLocalKeyIsMadeOnce() throws {
    let folder = try TemporaryState()
    let key = try APIKeys.local(folder.state)
    #expect(try APIKeys.local(folder.state) == key)
    #expect(try APIKeys(folder.state).owner(of: key)?.tenant == "local")
    #expect(try APIKeys(folder.state).records.count == 1)
  }
}
