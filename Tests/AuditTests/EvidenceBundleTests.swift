import Cryptography
import Foundation
import Testing

@testable import Audit

@Suite struct EvidenceBundleTests {
  @Test(
    "a bundle is verified by Python alone, and a changed record, proof or head is not", .enabled(if: pythonPath != nil))
  func bundle() async throws {
    try await withFolder { folder in
      let signer = SigningKey()
      let log = try AuditLog.open(directory: folder, origin: "example.com/log", signer: signer)
      let policy = Array("role: doctor\n".utf8)
      for number in 0..<20 {
        var record = fullRecord()
        record.requestID = "request-\(number)"
        record.policyDigest = Digest(of: policy).description
        _ = try await log.append(record)
      }
      log.close()
      let bundle = "\(folder)/bundle"
      let auditor = AuditVerifier(directory: folder)
      #expect(try EvidenceBundle(auditor).write(to: bundle, range: 3..<9, policies: [policy]) == 6)
      let key = try NoteKey(name: "example.com/log", key: signer.verificationKey)
      #expect(
        try verify(bundle, key: key) == (0, "OK: 6 of 6 records are in the log 'example.com/log' of 20 records\n"))
      let stranger = try NoteKey(name: "example.com/log", key: SigningKey().verificationKey)
      #expect(try verify(bundle, key: stranger).status != 0)
      for file in ["records/3.json", "proofs/8.tlog-proof", "checkpoint", "policies/\(Digest(of: policy)).yaml"] {
        let url = URL(filePath: "\(bundle)/\(file)")
        let whole = try Data(contentsOf: url)
        var changed = whole
        changed[whole.count / 2] ^= 1
        try changed.write(to: url)
        #expect(try verify(bundle, key: key).status != 0, "\(file)")
        try whole.write(to: url)
      }
      #expect(try verify(bundle, key: key).status == 0)
    }
  }

  private func verify(_ bundle: String, key: NoteKey) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: try #require(pythonPath))
    process.arguments = ["\(bundle)/verify.py", key.description]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}

private let pythonPath = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  .map { "\($0)/python3" }.first(where: FileManager.default.isExecutableFile)
