import Foundation
import TestSupport
import Testing

/// A LoRA adapter beside the model that ships, through all four processes.
@Suite(.serialized) struct AdapterTests {
  @Test func anAdapterIsAskedForByNameAndIsOnTheRecord() async throws {
    let installation = try await RunningInstallation(
      configuration: "worker: {adapters: [other]}", preparing: writeAdapter)
    let name = "\(RunningInstallation.model):other"
    let offer = await installation.get("/v1/models", key: installation.key).body
    #expect(offer.contains("\"\(RunningInstallation.model)\"") && offer.contains("\"\(name)\""), "\(offer)")
    let plain = try await content(installation, RunningInstallation.model)
    #expect(try await content(installation, RunningInstallation.model) == plain)
    #expect(try await content(installation, name) != plain)
    let unknown = await installation.ask(model: "\(RunningInstallation.model):missing")
    #expect(unknown.isRefused && unknown.status == 404, "\(unknown)")
    let records = try installation.weir("audit", "query").output
    #expect(records.components(separatedBy: "\"adapter\":\"other\"").count == 3, "\(records)")
    installation.stop()
  }

  private func content(_ installation: RunningInstallation, _ model: String) async throws -> String {
    let answer = await installation.ask(model: model)
    try #require(answer.isAnswered, "\(answer)")
    let completion = try JSONDecoder().decode(Completion.self, from: Data(answer.body.utf8))
    return completion.choices[0].message.content
  }

  private struct Completion: Decodable {
    struct Choice: Decodable { let message: Message }
    struct Message: Decodable { let content: String }
    let choices: [Choice]
  }

  /// Strong enough that answers are others.
  private func writeAdapter(_ home: URL) throws {
    let folder = home.appending(path: "adapters/other")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let settings = #"{"peft_type":"LORA","r":1,"lora_alpha":1,"target_modules":["down_proj"]}"#
    try Data(settings.utf8).write(to: folder.appending(path: "adapter_config.json"))
    var random = SeededGenerator(seed: 1)
    func floats(_ count: Int) -> [Float] { (0..<count).map { _ in Float.random(in: -1...1, using: &random) } }
    let module = "base_model.model.model.layers.0.mlp.down_proj"
    let tensors = [
      ("\(module).lora_A.weight", [1, 704], floats(704)), ("\(module).lora_B.weight", [256, 1], floats(256)),
    ]
    try safetensors(tensors).write(to: folder.appending(path: "adapter_model.safetensors"))
  }

  private func safetensors(_ tensors: [(String, [Int], [Float])]) throws -> Data {
    var table: [String: Any] = [:], data = Data()
    for (name, shape, values) in tensors {
      let start = data.count
      values.withUnsafeBytes { data.append(contentsOf: $0) }
      table[name] = ["dtype": "F32", "shape": shape, "data_offsets": [start, data.count]]
    }
    let header = try JSONSerialization.data(withJSONObject: table)
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header + data
  }
}
