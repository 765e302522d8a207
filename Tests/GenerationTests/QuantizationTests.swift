import Foundation
import Generation
import ModelFiles
import TestSupport
import Testing

/// Models made smaller: what is written can be read, and loses what its format loses.
struct QuantizationTests {
  @Test(arguments: Quantization.types.keys.sorted())
  func `every type can be written and run`(name: String) throws {
    let type = try #require(Quantization.types[name])
    let model = try requantized(TinyModel().writer(), Quantization(type))
    let tensors = model.tensors
    // 32 columns: blocks of 256 fall back, and the head has no fewer bits than Q6_K.
    let layer: TensorType = [.q4_K: .q5_0, .q5_K: .q5_1, .q6_K: .q8_0][type] ?? type
    let head: TensorType = type.blockElements > 1 ? .q8_0 : type
    #expect(tensors["blk.0.attn_q.weight"]?.type == layer)
    #expect(tensors["token_embd.weight"]?.type == head, "tied")
    #expect(tensors["blk.0.attn_norm.weight"]?.type == .f32)
    #expect(Solo(try loadModel(model)).forward([1, 2, 3])[0].allSatisfyFinite)
    #expect(try model.int("llama.block_count") == 2 && model.int("general.quantization_version") == 2)
  }

  @Test func `a tensor that cannot be read is named`() {
    var tiny = TinyModel()
    tiny.type = .iq2_xxs
    tiny.width = 256
    let error = #expect(throws: ModelFileError.self) { try requantized(tiny.writer(), Quantization(.q8_0)) }
    #expect(error?.description.contains("IQ2_XXS") == true)
  }

  @Test func `nothing is left behind where nothing can be written`() throws {
    let file = try temporary(TinyModel().writer())
    #expect(throws: ModelFileError.self) {
      try quantize(.gguf(file), Quantization(.f16), toFile: "/nonexistent/model.gguf")
    }
  }

  /// Bounds: the root mean square of the change beside that of the logits, about twice what llama.cpp shows with the
  /// same types on these models (random weights are the worst case).
  @Test(
    .enabled(if: Fixtures.shared("models/tiny-qwen2") != nil, "reference models are not on this machine"),
    arguments: [("tiny-qwen2", "q8_0", Float(0.07)), ("tiny-llama3", "q8_0", 0.07), ("tiny-llama3", "f16", 0.003)])
  func `logits change by the format's error`(name: String, type: String, bound: Float) throws {
    let folder = try #require(Fixtures.shared("models/\(name)"))
    let file = try GGUFFile(path: folder.appending(path: "\(name)-f32.gguf").path)
    let prompt = try Reference(folder).prompts[1].prompt_ids
    let exact = Solo(try loadModel(.gguf(file), precision: .f32)).forward(prompt, logits: prompt.count)
    let small = try requantized(.gguf(file), Quantization(try #require(Quantization.types[type])))
    for precision in [Precision.f32, .stored] {
      let got = Solo(try loadModel(.gguf(small), precision: precision)).forward(prompt, logits: prompt.count)
      #expect(relativeChange(got, exact) <= bound, "\(precision)")
    }
    if type == "q8_0" {
      let onLoad = Solo(try loadModel(.gguf(file), precision: .int8)).forward(prompt, logits: prompt.count)
      #expect(relativeChange(onLoad, exact) <= bound, "quantised on load")
    }
  }

  @Test(
    arguments: ReferenceModel.options.filter {
      !["windowed", "dynamic", "longrope", "odd"].contains(where: $0.name.hasSuffix)
    })
  func `a folder written as GGUF is the same model`(_ model: ReferenceModel) throws {
    let written = try requantized(try ModelSource(path: model.path), Quantization(.f32))
    let before = try model.load(), after = try loadModel(.gguf(written), precision: .f32)
    #expect(after.description.endIDs == before.description.endIDs)
    #expect(after.description.contextTokens == before.description.contextTokens)
    for prompt in try model.reference().prompts {
      let got = Solo(after).forward(prompt.prompt_ids, logits: 2)
      #expect(relativeChange(got, prompt.logits) <= 1e-4, "prompt of \(prompt.prompt_ids.count) tokens")
    }
  }

  @Test(arguments: [
    ("qwen2-windowed", "use_sliding_window"), ("llama-dynamic", "dynamic"), ("mistral-windowed", "mistral"),
    ("llama-longrope", "longrope"), ("deepseek-v2-odd", "mscale_all_dim"), ("deepseek-v3-odd", "rope_interleave"),
  ])
  func `what GGUF cannot hold is named`(name: String, complaint: String) throws {
    let model = try #require(ReferenceModel.named(name))
    let error = #expect(throws: ModelFileError.self) {
      try requantized(try ModelSource(path: model.path), Quantization(.f32))
    }
    #expect(error?.description.contains(complaint) == true)
  }

  @Test func `what fits stays, what does not becomes bytes, what never fits stays mapped`() throws {
    let source = ModelSource.gguf(try temporary(TinyModel().writer())), size = source.byteCount
    #expect(choosePrecision(for: source, availableBytes: 10 * size).precision == .stored)
    #expect(choosePrecision(for: source, availableBytes: size * 2 / 3).precision == .int8)
    #expect(choosePrecision(for: source, availableBytes: size * 2 / 9).precision == .int4)
    #expect(choosePrecision(for: source, availableBytes: size / 10).precision == .stored)
    #expect(choosePrecision(for: source, availableBytes: size / 10).reason.contains("no precision"))
  }

  @Test func `each lighter form is smaller, and the last has none`() throws {
    let source = ModelSource.gguf(try temporary(TinyModel().writer()))
    #expect(lighterPrecision(than: .stored, of: source) == .int8)
    #expect(lighterPrecision(than: .int8, of: source) == .int4)
    #expect(lighterPrecision(than: .int4, of: source) == nil)
    let small = ModelSource.gguf(try requantized(TinyModel().writer(), Quantization(.q4_0)))
    #expect(lighterPrecision(than: .stored, of: small) != .int8)
    let halves = ModelSource.gguf(try requantized(TinyModel().writer(), Quantization(.f16)))
    let choice = choosePrecision(for: halves, availableBytes: 1 << 30, widensHalvesQuickly: false)
    #expect(choice.precision == .int8 && choice.reason.contains("16 bits"))
  }

  private func relativeChange(_ got: [[Float]], _ want: [[Float]]) -> Float {
    let changes = zip(got.joined(), want.joined()).map { ($0 - $1) * ($0 - $1) }
    return (changes.reduce(0, +) / want.joined().reduce(0) { $0 + $1 * $1 }).squareRoot()
  }

  private func temporary(_ writer: GGUFWriter) throws -> GGUFFile {
    let url = FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString).gguf")
    try writer.write(toFile: url.path)
    defer { try? FileManager.default.removeItem(at: url) }
    return try GGUFFile(path: url.path)
  }

  private func requantized(_ writer: GGUFWriter, _ quantization: Quantization) throws -> GGUFFile {
    try requantized(.gguf(temporary(writer)), quantization)
  }

  private func requantized(_ source: ModelSource, _ quantization: Quantization) throws -> GGUFFile {
    let url = FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString).gguf")
    defer { try? FileManager.default.removeItem(at: url) }
    try quantize(source, quantization, toFile: url.path)
    return try GGUFFile(path: url.path)
  }
}
