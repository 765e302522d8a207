import Foundation
import TestSupport
import Testing

/// Who may read what, over the running gateway: records for auditors, identifiers for privacy officers until erasure.
///
/// 45 CFR 164.312(a)(1) and (b); GDPR Art. 17 and 30.
@Suite(.serialized) struct AuditAccessTests {
  /// Empty: SQLite.
  static let vaults = [""] + [PostgreSQLServer.shared?.url()].compactMap(\.self)

  @Test("auditors read records, officers read identifiers until they are erased", arguments: AuditAccessTests.vaults)
  func access(vault: String) async throws {
    let installation = try await RunningInstallation(
      configuration: "gateway: {vault: '\(vault)'}",
      editingPolicy: { $0.replacing("retrieve: true", with: "retrieve: true\n      keep_surrogates: true") })
    let auditor = try key("auditor", of: installation)
    let officer = try key("privacy_officer", of: installation)
    let request = try await ask(about: "MRN-4711", installation)

    try await readRecords(of: request, auditor, installation)
    try await refuseOthers(auditor, officer, installation)
    try await reidentify(request, officer, installation)
    try reviewAdministration(installation)
    let sqlite = installation.home.appending(path: "vault/vault.sqlite").path
    #expect(FileManager.default.fileExists(atPath: sqlite) == vault.isEmpty, "another vault was used than configured")
    installation.stop()
  }

  private func ask(about subject: String, _ installation: RunningInstallation) async throws -> String {
    let body: [String: Any] = [
      "model": RunningInstallation.model, "max_tokens": 8,
      "messages": [["role": "user", "content": RunningInstallation.question]],
    ]
    let answer = await installation.post(
      "/v1/chat/completions", try JSONSerialization.data(withJSONObject: body), subject: subject)
    #expect(answer.isAnswered, "\(answer)")
    let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
    return try #require(object?["id"] as? String)
  }

  private func readRecords(of request: String, _ auditor: String, _ installation: RunningInstallation) async throws {
    let found = await installation.get("/v1/audit/records?request=\(request)", key: auditor)
    let lines = found.body.split(separator: "\n")
    #expect(found.status == 200 && lines.count == 2, "\(found)")
    let worker = lines.last?.firstMatch(of: /"worker":"([0-9a-f]{16})"/)
    #expect(worker != nil, "the outcome does not say which worker computed it: \(found)")
    #expect(!found.body.contains("MRN-4711") && !found.body.contains("John"), "a record holds an identifier")
    let object = try JSONSerialization.jsonObject(with: Data(try #require(lines.first).utf8)) as? [String: Any]
    let index = try #require(object?["index"] as? Int)
    let proof = await installation.get("/v1/audit/proofs/\(index)", key: auditor)
    #expect(proof.status == 200 && proof.body.hasPrefix("c2sp.org/tlog-proof@v1"), "\(proof)")
    #expect(await installation.get("/v1/audit/records/\(index)", key: auditor).body.contains(request))
    #expect(await installation.get("/v1/audit/checkpoint", key: auditor).body.hasPrefix("weir.local/audit\n"))
    #expect(await installation.get("/v1/audit/records/99999", key: auditor).status == 404)
    #expect(await installation.get("/v1/audit/records?colour=red", key: auditor).status == 400)
    let reading = await installation.get("/v1/audit/records?act=audit.read", key: auditor)
    #expect(reading.body.contains("audit.read"), "a reading is on the record")
  }

  private func refuseOthers(_ auditor: String, _ officer: String, _ installation: RunningInstallation) async throws {
    #expect(await installation.get("/v1/audit/records", key: officer).status == 403)
    #expect(await installation.get("/v1/audit/records").status == 401)
    let text = Data(#"{"text":"My name is John Smith."}"#.utf8)
    #expect(await installation.post("/v1/deidentify", text, key: auditor).status == 403)
    #expect(await installation.post("/v1/deidentify", text).status == 200)
    let wanted = Data(#"{"request_id":"x","text":"[NAME_1]"}"#.utf8)
    #expect(await installation.post("/v1/reidentify", wanted, key: auditor).status == 403)
    let stranger = try installation.weir("key", "add", "--tenant", "other", "--role", "auditor").output
    let found = await installation.get(
      "/v1/audit/records?kind=intent", key: stranger.trimmingCharacters(in: .whitespacesAndNewlines))
    #expect(found.status == 200 && found.body.isEmpty, "another tenant's records were shown")
  }

  private func reidentify(_ request: String, _ officer: String, _ installation: RunningInstallation) async throws {
    let body = try JSONSerialization.data(withJSONObject: ["request_id": request, "text": "Call [NAME_1]."])
    let answer = await installation.post("/v1/reidentify", body, key: officer)
    #expect(answer.status == 200 && answer.body.contains("John Smith"), "\(answer)")
    let text = installation.home.appending(path: "answer.txt")
    try Data("Call [NAME_1].".utf8).write(to: text)
    let restored = try Shell.weir(["audit", "reidentify", request], home: installation.home, input: text)
    #expect(restored.status == 0 && restored.output.contains("John Smith"), "\(restored.output)")
    let erased = try installation.weir("audit", "erase", "--subject", "MRN-4711")
    #expect(erased.status == 0, "\(erased.output)")
    #expect(await installation.post("/v1/reidentify", body, key: officer).status == 400)
  }

  private func reviewAdministration(_ installation: RunningInstallation) throws {
    let verified = try installation.weir("audit", "verify")
    #expect(verified.status == 0, "\(verified.output)")
    let folder = installation.home.appending(path: "audit").path
    let merged = try installation.weir("audit", "merge", folder, "--kind", "administrative")
    #expect(merged.status == 0, "\(merged.output)")
    for verb in [
      "policy.load", "knowledge.ingest", "key.add", "audit.read", "text.deidentify", "vault.reidentify", "vault.erase",
    ] {
      #expect(merged.output.contains("\"verb\":\"\(verb)\""), "\(verb) is not on the record")
    }
    let fsck = try installation.weir("audit", "fsck")
    #expect(fsck.status == 0 && fsck.output.contains("Nothing is wrong"), "\(fsck.output)")
  }

  private func key(_ role: String, of installation: RunningInstallation) throws -> String {
    let made = try installation.weir("key", "add", "--tenant", "local", "--role", role)
    #expect(made.status == 0, "\(made.output)")
    return made.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
