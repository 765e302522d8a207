import ArgumentParser
import Audit
import Cryptography
import Foundation

struct AuditWitnessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "witness",
    abstract: "Countersign the log's newest checkpoint, if it continues the last one countersigned.",
    discussion: "The state folder holds the witness's key and the last checkpoint. Run it on another machine.")

  @Argument(help: "The log's folder. Default: $WEIR_HOME/audit.") var directory: String?
  @Option(help: "The witness's name, such as witness.example.org.") var name: String
  @Option(help: "The witness's own folder.") var state: String
  @OptionGroup var log: AuditLogOptions

  func run() throws {
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    let signer = try signingKey()
    try reportingFailures {
      let auditor = try log.verifier(directory: directory)
      var witness = try Witness(name: name, signer: signer, latest: latest(by: auditor.trustedKey()))
      let signed = try witness.cosign(auditor, time: UInt64(Date().timeIntervalSince1970))
      try save(Data(signed.text.utf8), as: "checkpoint")
      try save(Data("\(witness.key())\n".utf8), as: "witness.vkey")
      print(signed.text, terminator: "")
    }
  }

  private func latest(by key: NoteKey) throws -> Checkpoint? {
    guard let note = FileManager.default.contents(atPath: "\(state)/checkpoint") else { return nil }
    return try Checkpoint(verifying: Array(note), by: key)
  }

  private func signingKey() throws -> SigningKey {
    let path = "\(state)/witness.key"
    if let bytes = FileManager.default.contents(atPath: path) {
      guard let seed = SecretKey(bytes: Array(bytes)) else { throw ValidationError("'\(path)' is no key of 32 bytes") }
      return SigningKey(seed: seed)
    }
    let seed = SecretKey()
    guard
      FileManager.default.createFile(
        atPath: path, contents: Data(seed.bytes), attributes: [.posixPermissions: 0o600])
    else { throw ValidationError("'\(path)' cannot be written") }
    return SigningKey(seed: seed)
  }

  private func save(_ data: Data, as name: String) throws {
    try data.write(to: URL(filePath: "\(state)/\(name)"), options: .atomic)
  }
}
