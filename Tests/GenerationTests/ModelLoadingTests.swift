import Foundation
import Generation
import ModelFiles
import TestSupport
import Testing

/// A file that does not describe a whole model is refused by the name of the key or tensor at fault.
struct ModelLoadingTests {
  @Test func `a small model loads in every stored type`() throws {
    for type in [TensorType.f32, .f16, .bf16, .q8_0, .q4_0, .q4_1, .q5_0, .q5_1, .iq4_nl, .mxfp4] {
      let model = try Self.load(TinyModel(type: type).writer())
      #expect(model.description.vocabularySize == 8)
      #expect(model.description.endIDs == [2])
      #expect(model.description.precision == type.description)
      #expect(Solo(model).forward([1, 2, 3])[0].allSatisfyFinite)
    }
  }

  @Test(arguments: [
    "llama.block_count", "llama.embedding_length", "llama.attention.head_count", "llama.context_length",
    "llama.attention.layer_norm_rms_epsilon",
  ])
  func `a missing key is named`(key: String) {
    expectRefusal(naming: key) { $0.omittedKeys = [key] }
  }

  @Test(arguments: ["token_embd.weight", "output_norm.weight", "blk.0.attn_q.weight", "blk.1.ffn_down.weight"])
  func `a missing tensor is named`(tensor: String) {
    expectRefusal(naming: tensor) { $0.omittedTensors = [tensor] }
  }

  @Test(arguments: [
    ("general.architecture", GGUFValue.string("mamba"), "mamba"),
    ("llama.block_count", .integer(0), "llama.block_count"),
    ("llama.block_count", .integer(1 << 60), "llama.block_count"),
    ("llama.block_count", .integer(3), "blk.2"),
    ("llama.embedding_length", .integer(64), "blk.0.attn_norm.weight"),
    ("llama.attention.head_count_kv", .integer(3), "key/value heads"),
    ("llama.rope.dimension_count", .integer(7), "rotated"),
    ("llama.rope.scaling.type", .string("longrope"), "longrope"),
    ("llama.rope.freq_base", .float(.nan), "llama.rope.freq_base"),
    ("llama.rope.scaling.alpha", .float(1000), "llama.rope.scaling.alpha"),
    ("llama.attention.temperature_scale", .float(0.1), "llama.attention.temperature_scale"),
    ("llama.nextn_predict_layers", .integer(2), "llama.nextn_predict_layers"),
  ])
  func `a wrong value is named`(key: String, value: GGUFValue, complaint: String) {
    expectRefusal(naming: complaint) { $0.changedKeys[key] = value }
  }

  @Test func `layers that guess further tokens are no layers of the model`() throws {
    var tiny = TinyModel()
    tiny.changedKeys = ["llama.block_count": .integer(3), "llama.nextn_predict_layers": .integer(1)]
    #expect(
      Solo(try Self.load(tiny.writer())).forward([1, 2]) == Solo(try Self.load(TinyModel().writer())).forward([1, 2]))
  }

  @Test func `a type that cannot be computed with is named with its tensor`() {
    expectRefusal(naming: "blk.0.attn_q.weight\" has type I8") { $0.type = .i8 }
  }

  private func expectRefusal(naming name: String, _ change: (inout TinyModel) -> Void) {
    var tiny = TinyModel()
    change(&tiny)
    let error = #expect(throws: ModelFileError.self) { try Self.load(tiny.writer()) }
    #expect(error?.description.contains(name) == true, "\(String(describing: error))")
  }

  static func load(_ writer: GGUFWriter) throws -> any LanguageModel {
    let url = FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString).gguf")
    try Data(writer.bytes()).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try loadModel(GGUFFile(path: url.path))
  }
}

extension [Float] {
  var allSatisfyFinite: Bool { allSatisfy(\.isFinite) }
}
