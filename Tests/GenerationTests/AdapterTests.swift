import Foundation
import Generation
import ModelFiles
import TestSupport
import Testing

/// Adapters beside a model against the same adapters merged into its weights (Hu et al. 2021).
struct AdapterTests {
  static let attention = ["q_proj", "k_proj", "v_proj", "o_proj"]
  static let feedForward = ["gate_proj", "up_proj", "down_proj"]
  static let latent = ["q_a_proj", "q_b_proj", "kv_a_proj_with_mqa", "kv_b_proj", "o_proj"]
  static let tolerance: Float = 1e-4

  @Test(arguments: [
    ("llama3-biases", attention + feedForward), ("llama3-biases", ["q_proj"]), ("qwen2-yarn", attention + ["lm_head"]),
    ("qwen2-windowed", ["k_proj", "down_proj"]), ("qwen3", attention + feedForward),
    ("mistral-windowed", attention + feedForward), ("deepseek-v2", latent + feedForward),
    ("deepseek-v2-lite", ["q_proj", "kv_b_proj", "down_proj"]),
  ])
  func `an adapter gives what its merged weights give`(name: String, targets: [String]) throws {
    let (folder, prompts) = try base(name), fixture = AdapterFixture(folder, targets: targets, seed: 7)
    let adapted = try loadModel(.safetensors(folder), precision: .f32, adapters: [fixture.load()])
    let merged = try fixture.merged(into: folder), plain = try loadModel(.safetensors(folder), precision: .f32)
    for prompt in prompts {
      let got = Solo(adapted, adapter: 0).forward(prompt, logits: 2)
      #expect(distance(got, Solo(merged).forward(prompt, logits: 2)) <= Self.tolerance)
      #expect(Solo(adapted, adapter: 0).greedy(prompt, 12) == Solo(merged).greedy(prompt, 12))
      #expect(Solo(adapted).forward(prompt, logits: 2) == Solo(plain).forward(prompt, logits: 2))
      #expect(distance(got, Solo(plain).forward(prompt, logits: 2)) > 0.1, "the adapter does something")
    }
  }

  @Test(arguments: ["llama3-biases", "qwen3", "deepseek-v2"])
  func `a GGUF file takes the same adapter`(name: String) throws {
    let (folder, prompts) = try base(name),
      targets = (name == "deepseek-v2" ? Self.latent : Self.attention) + Self.feedForward
    let fixture = AdapterFixture(folder, targets: targets, seed: 8)
    let place = try TemporaryFolder(), path = place.url.appending(path: "model.gguf").path
    try quantize(.safetensors(folder), Quantization(.f32), toFile: path)
    let adapted = try loadModel(.gguf(GGUFFile(path: path)), precision: .f32, adapters: [fixture.load()])
    let merged = try fixture.merged(into: folder)
    for prompt in prompts {
      let got = Solo(adapted, adapter: 0).forward(prompt, logits: 2)
      #expect(distance(got, Solo(merged).forward(prompt, logits: 2)) <= Self.tolerance)
    }
  }

  @Test(arguments: ["qwen3", "deepseek-v2"], [1, 2])
  func `sequences of several adapters in one batch get what each gets alone`(name: String, threads: Int) throws {
    let (folder, prompts) = try base(name), targets = Self.attention + Self.latent + Self.feedForward
    var fixtures = (0..<3).map { AdapterFixture(folder, targets: targets, seed: 20 + $0) }
    for (index, rank) in [3, 8, 1].enumerated() {
      fixtures[index].rank = rank
      let ends = Set(fixtures[index].modules.keys.compactMap { $0.split(separator: ".").last.map(String.init) })
      fixtures[index].settings["target_modules"] = ends.sorted()
    }
    let model = try loadModel(.safetensors(folder), precision: .f32, adapters: fixtures.map { try $0.load() })
    let session = model.makeSession(
      .init(pages: 30, pageTokens: 16, batchTokens: 256, threads: threads, cache: .f32))
    let adapters: [Int?] = [2, nil, 0, 0, 1]
    let slices = adapters.enumerated().map { index, adapter in
      BatchSlice(
        tokens: Array(prompts[1].prefix(9 + index)), position: 0, pages: [Int32(2 * index)], logitsCount: 1,
        adapter: adapter)
    }
    for (slice, got) in zip(slices, session.forward(Batch(slices))) {
      let alone = Solo(model, pageTokens: 16, adapter: slice.adapter).forward(slice.tokens)
      #expect(distance([got], alone) <= Self.tolerance / 2, "adapter \(slice.adapter.map { "\($0)" } ?? "none")")
      guard let adapter = slice.adapter else { continue }
      let merged = try fixtures[adapter].merged(into: folder)
      #expect(distance([got], Solo(merged).forward(slice.tokens)) <= Self.tolerance)
    }
  }

  @Test func `quantised weights take adapters`() throws {
    let (folder, prompts) = try base("qwen3"), fixture = AdapterFixture(folder, targets: Self.attention, seed: 9)
    let adapted = try loadModel(.safetensors(folder), precision: .int8, adapters: [fixture.load()])
    let plain = try loadModel(.safetensors(folder), precision: .int8), merged = try fixture.merged(into: folder)
    let (got, want) = (Solo(adapted, adapter: 0).forward(prompts[1]), Solo(merged).forward(prompts[1]))
    #expect(distance(got, want) < distance(Solo(plain).forward(prompts[1]), want) / 4)
  }

  @Test func `ranks and scales by pattern`() throws {
    let (folder, prompts) = try base("qwen3")
    var fixture = AdapterFixture(folder, targets: Self.attention, seed: 10)
    fixture.settings["rank_pattern"] = ["layers.0.self_attn.q_proj": 2, "v_proj": 5]
    fixture.settings["alpha_pattern"] = [#"layers\.[01]\.self_attn\.o_proj"#: 3.0]
    fixture.settings["use_rslora"] = true
    for module in fixture.modules.keys {
      if module.hasSuffix("layers.0.self_attn.q_proj") { fixture.ranks[module] = 2 }
      if module.hasSuffix("v_proj") { fixture.ranks[module] = 5 }
      let alpha: Float = module.hasSuffix("o_proj") ? 3 : 6
      fixture.scales[module] = alpha / Float(fixture.rank(of: module)).squareRoot()
    }
    try expectMerged(fixture, folder, prompts)
  }

  @Test(arguments: [#".*\.layers\.1\.(self_attn|mlp)\.(q_proj|down_proj)"#, "all-linear"])
  func `modules by a regular expression`(pattern: String) throws {
    let (folder, prompts) = try base("qwen2-yarn")
    var fixture = AdapterFixture(folder, targets: ["q_proj", "down_proj"], seed: 11)
    if pattern != "all-linear" { fixture.modules = fixture.modules.filter { $0.key.contains("layers.1.") } }
    fixture.settings["target_modules"] = pattern
    try expectMerged(fixture, folder, prompts)
  }

  static let module = "model.layers.1.self_attn.q_proj"

  @Test(
    arguments: [
      (["use_dora": true], "use_dora"), (["modules_to_save": ["lm_head"]], "modules_to_save"),
      (["bias": "all"], "bias"),
      (["peft_type": "LOHA"], "LOHA"), (["r": 0], "rank"), (["r": 5], "lora_A"), (["r": "four"], "\"r\""),
      (["rank_pattern": ["q_proj": 3]], "q_proj.lora_A"), (["target_modules": ["q_proj", "v_proj"]], "v_proj"),
      (["target_modules": ["k_proj"]], "target_modules"), (["target_modules": "(q_proj"], "target_modules"),
      (["rank_pattern": ["q_proj": 4, ".*q_proj": 3]], "several patterns"), (["lora_alpha": "x"], "lora_alpha"),
      (["init_lora_weights": "pissa_niter_4"], "init_lora_weights"),
      (["target_parameters": ["w"]], "target_parameters"),
      (["layer_replication": [[0, 1]]], "layer_replication"),
    ] as [([String: any Sendable], String)])
  func `settings that cannot be honoured are named`(settings: [String: any Sendable], complaint: String) throws {
    try expectRefusal(naming: complaint) { fixture in
      for (key, value) in settings { fixture.settings[key] = value }
    }
  }

  @Test func `hostile tensors are named`() throws {
    try expectRefusal(naming: "\(Self.module).lora_B.weight") {
      $0.omitted = ["base_model.model.\(Self.module).lora_B.weight"]
    }
    try expectRefusal(naming: "\(Self.module).lora_A.weight") {
      $0.omitted = ["base_model.model.\(Self.module).lora_A.weight"]
    }
    try expectRefusal(naming: "\(Self.module).lora_B.weight\" has shape") { $0.modules[Self.module]!.rows += 1 }
    try expectRefusal(naming: "\(Self.module).lora_A.weight\" has shape") { $0.modules[Self.module]!.columns -= 1 }
    try expectRefusal(naming: "model.layers.9.self_attn.q_proj") {
      $0.modules["model.layers.9.self_attn.q_proj"] = $0.modules[Self.module]
    }
    try expectRefusal(naming: "no tensors") { $0.modules = [:] }
  }

  @Test func `a folder without an adapter is named`() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: ModelFileError.self) { try AdapterFolder(path: folder.url.path) }
    #expect(error?.description.contains("adapter_config.json") == true)
  }

  @Test(arguments: 0..<200)
  func `damaged tables are refused and do not crash`(seed: Int) throws {
    let (folder, _) = try base("qwen3"), written = try AdapterFixture(folder, targets: ["q_proj"], seed: 12).write()
    var random = SeededGenerator(seed: UInt64(seed))
    for name in ["adapter_model.safetensors", "adapter_config.json"] {
      let url = written.url.appending(path: name)
      var data = try Data(contentsOf: url)
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        data[Int.random(in: 0..<min(data.count, 600), using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { data = data.prefix(Int.random(in: 0...data.count, using: &random)) }
      try data.write(to: url)
    }
    do throws(ModelFileError) {
      let adapter = try AdapterFolder(path: written.url.path)
      _ = try loadModel(.safetensors(folder), precision: .f32, adapters: [adapter])
    } catch {
      #expect(!error.description.isEmpty)
    }
  }

  private func base(_ name: String) throws -> (SafetensorsFolder, [[Int32]]) {
    let model = try #require(ReferenceModel.named(name))
    return (try SafetensorsFolder(path: model.path), try model.reference().prompts.prefix(2).map(\.prompt_ids))
  }

  private func expectMerged(
    _ fixture: AdapterFixture, _ folder: SafetensorsFolder, _ prompts: [[Int32]],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let adapted = try loadModel(.safetensors(folder), precision: .f32, adapters: [fixture.load()])
    let merged = try fixture.merged(into: folder)
    for prompt in prompts {
      let change = distance(Solo(adapted, adapter: 0).forward(prompt), Solo(merged).forward(prompt))
      #expect(change <= Self.tolerance, sourceLocation: sourceLocation)
    }
  }

  private func expectRefusal(
    naming name: String, sourceLocation: SourceLocation = #_sourceLocation, _ change: (inout AdapterFixture) -> Void
  ) throws {
    let (folder, _) = try base("qwen3")
    var fixture = AdapterFixture(folder, targets: ["q_proj"], seed: 13)
    change(&fixture)
    let error = #expect(throws: ModelFileError.self, sourceLocation: sourceLocation) {
      try loadModel(.safetensors(folder), precision: .f32, adapters: [fixture.load()])
    }
    #expect(error?.description.contains(name) == true, "\(String(describing: error))", sourceLocation: sourceLocation)
  }

  /// The largest difference; NaN where one is NaN.
  private func distance(_ got: [[Float]], _ want: [[Float]]) -> Float {
    let differences = zip(got.joined(), want.joined()).map { abs($0 - $1) }
    return differences.allSatisfy(\.isFinite) ? differences.max() ?? .nan : .nan
  }
}
