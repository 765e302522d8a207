import Foundation
import Generation
import ModelFiles
import TestSupport
import Testing

/// What `config.json` and GGUF's metadata may say of a model: computed as the reference does, or refused by name.
struct ConfigurationTests {
  // MARK: The same said otherwise

  /// transformers 4 kept the base outside and the kind under "type".
  @Test(arguments: ["qwen2-yarn", "llama3-biases", "llama-linear", "llama-longrope", "deepseek-v2-lite", "qwen3"])
  func `both styles of config json mean the same`(name: String) throws {
    try expectSame(name) { settings in
      var rotary = settings.removeValue(forKey: "rope_parameters") as! [String: Any]
      settings["rope_theta"] = rotary.removeValue(forKey: "rope_theta")
      rotary["type"] = rotary.removeValue(forKey: "rope_type")
      settings["rope_scaling"] = rotary["type"] as? String == "default" ? NSNull() : rotary
    }
  }

  @Test(arguments: [
    ("deepseek-v3-fp8", ["scoring_func", "rope_interleave", "norm_topk_prob", "routed_scaling_factor"]),
    ("deepseek-v2-lite", ["topk_method", "norm_topk_prob", "routed_scaling_factor", "n_group", "topk_group"]),
    ("qwen2-yarn", ["hidden_act", "use_sliding_window", "tie_word_embeddings", "layer_types"]),
  ])
  func `what is left out has the architecture's default`(name: String, keys: [String]) throws {
    try expectSame(name) { settings in keys.forEach { settings[$0] = nil } }
  }

  @Test func `a share of each head means nothing to whole heads`() throws {
    try expectSame("qwen3") { $0["partial_rotary_factor"] = 0.5 }
  }

  @Test func `the outer original length is the one that counts`() throws {
    try expectSame("qwen2-yarn") { settings in
      var rotary = settings["rope_parameters"] as! [String: Any]
      settings["original_max_position_embeddings"] = rotary["original_max_position_embeddings"]
      rotary["original_max_position_embeddings"] = 17
      settings["rope_parameters"] = rotary
    }
  }

  @Test func `a factor without a type is a linear scaling in GGUF, under its old name too`() throws {
    let model = try #require(ReferenceModel.named("llama-linear")), prompt = try model.reference().prompts[1]
    let path = temporaryPath("gguf")
    defer { try? FileManager.default.removeItem(atPath: path) }
    try quantize(ModelSource(path: model.path), Quantization(.f32), toFile: path)
    for name in ["llama.rope.scaling.factor", "llama.rope.scale_linear"] {
      let changed = try rewritten(GGUFFile(path: path)) { metadata in
        metadata["llama.rope.scaling.type"] = nil
        metadata[name] = metadata.removeValue(forKey: "llama.rope.scaling.factor")
      }
      #expect(distance(Solo(try loadModel(changed)).forward(prompt.prompt_ids, logits: 2), prompt.logits) <= 1e-4)
    }
  }

  // MARK: Refused

  static let refused: [(String, String, [String: any Sendable], String)] = [
    ("llama-linear", "rope_parameters", ["rope_type": "proportional", "factor": 2], "proportional"),
    ("llama-linear", "rope_parameters", ["rope_type": "linear", "factor": 2, "partial_rotary_factor": 0.5], "partial"),
    (
      "llama-linear", "rope_parameters", ["rope_type": "longrope", "short_factor": [1.0], "long_factor": [2.0]], "pairs"
    ),
    ("llama-linear", "rope_parameters", ["rope_type": "longrope", "short_factor": [0.0]], "short_factor"),
  ]

  @Test(arguments: refused.indices)
  func `scalings that cannot be computed are named`(index: Int) throws {
    let (name, key, value, complaint) = Self.refused[index]
    try expectRefusal(name, naming: complaint) { $0[key] = value }
  }

  @Test(arguments: [
    ("deepseek-v3-odd", "scoring_func", "softmax"), ("deepseek-v2", "scoring_func", "sigmoid"),
    ("deepseek-v2", "topk_method", "noaux_tc"), ("qwen3", "hidden_act", "relu"),
  ])
  func `choices that the architecture does not have are named`(name: String, key: String, value: String) throws {
    try expectRefusal(name, naming: value) { $0[key] = value }
  }

  @Test func `more experts than the open groups have are refused`() throws {
    try expectRefusal("deepseek-v2", naming: "groups") { $0["num_experts_per_tok"] = 5 }
  }

  @Test(arguments: [
    ("is_decoder", true as any Sendable, "is_decoder"), ("hidden_act", "gelu_new", "gelu_new"),
    ("position_embedding_type", "relative_key", "relative_key"),
  ])
  func `other kinds of BERT are named`(key: String, value: any Sendable, complaint: String) throws {
    let path = try folder("bert-cls") { $0[key] = value }
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = #expect(throws: ModelFileError.self) { try loadEncoder(ModelSource(path: path)) }
    #expect(error?.description.contains(complaint) == true)
  }

  @Test(arguments: [
    (#"{"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":true}"#, "cls_token and mean_tokens"),
    (#"{"pooling_mode_max_tokens":true}"#, "max_tokens"), (#"{"pooling_mode":"lasttoken"}"#, "lasttoken"),
  ])
  func `other ways to pool are named`(pooling: String, complaint: String) throws {
    let path = try folder("bert-cls") { _ in }
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(pooling.utf8).write(to: URL(filePath: path).appending(path: "1_Pooling/config.json"))
    let error = #expect(throws: ModelFileError.self) { try loadEncoder(ModelSource(path: path)) }
    #expect(error?.description.contains(complaint) == true, "\(String(describing: error))")
  }

  @Test func `a layer after the pooling is named`() throws {
    let path = try folder("bert-cls") { _ in }
    defer { try? FileManager.default.removeItem(atPath: path) }
    let modules = #"[{"type":"sentence_transformers.models.Pooling"},{"type":"sentence_transformers.models.Dense"}]"#
    try Data(modules.utf8).write(to: URL(filePath: path).appending(path: "modules.json"))
    let error = #expect(throws: ModelFileError.self) { try loadEncoder(ModelSource(path: path)) }
    #expect(error?.description.contains("Dense") == true)
  }

  // MARK: Changed copies

  private func expectSame(_ name: String, _ change: (inout [String: Any]) -> Void) throws {
    let prompts = try #require(ReferenceModel.named(name)).reference().prompts
    let path = try folder(name, change)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let model = try loadModel(ModelSource(path: path), precision: .f32)
    for prompt in prompts {
      #expect(distance(Solo(model).forward(prompt.prompt_ids, logits: 2), prompt.logits) <= 1e-4)
    }
  }

  private func expectRefusal(_ name: String, naming complaint: String, _ change: (inout [String: Any]) -> Void) throws {
    let path = try folder(name, change)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = #expect(throws: ModelFileError.self) { try loadModel(ModelSource(path: path)) }
    #expect(error?.description.contains(complaint) == true, "\(String(describing: error))")
  }

  /// A copy of a fixture with another `config.json`.
  private func folder(_ name: String, _ change: (inout [String: Any]) -> Void) throws -> String {
    let path = temporaryPath("model")
    try FileManager.default.copyItem(atPath: Fixtures.folder.appending(path: "models/\(name)").path, toPath: path)
    let file = URL(filePath: path).appending(path: "config.json")
    var settings = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    change(&settings)
    try JSONSerialization.data(withJSONObject: settings).write(to: file)
    return path
  }

  private func rewritten(_ file: GGUFFile, _ change: (inout [String: GGUFValue]) -> Void) throws -> GGUFFile {
    var metadata = file.metadata
    change(&metadata)
    var writer = GGUFWriter()
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { writer.set(key, value) }
    for tensor in file.tensors.values.sorted(by: { $0.name < $1.name }) {
      let bytes = tensor.stored.0
      writer.add(tensor.name, shape: tensor.shape, type: tensor.type, bytes: Array(bytes))
    }
    let path = temporaryPath("gguf")
    defer { try? FileManager.default.removeItem(atPath: path) }
    try writer.write(toFile: path)
    return try GGUFFile(path: path)
  }

  private func temporaryPath(_ ending: String) -> String {
    FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString).\(ending)").path
  }

  /// The largest difference; NaN where the counts differ.
  private func distance(_ got: [[Float]], _ want: [[Float]]) -> Float {
    let (got, want) = (got.flatMap(\.self), want.flatMap(\.self))
    return got.count == want.count ? zip(got, want).map { abs($0 - $1) }.max() ?? .nan : .nan
  }
}
