import ModelFiles

/// Writes a Llama model of two layers with all weights of the stored bit pattern 0x01…, small in every type.
struct TinyModel {
  var type = TensorType.f32
  /// Elements of every row.
  var width = 32
  var omittedKeys: Set<String> = []
  var changedKeys: [String: GGUFValue] = [:]
  var omittedTensors: Set<String> = []

  private static let keys: [(String, GGUFValue)] = [
    ("general.architecture", .string("llama")), ("llama.block_count", .integer(2)),
    ("llama.embedding_length", .integer(32)), ("llama.feed_forward_length", .integer(32)),
    ("llama.attention.head_count", .integer(4)), ("llama.attention.head_count_kv", .integer(2)),
    ("llama.context_length", .integer(128)), ("llama.attention.layer_norm_rms_epsilon", .float(1e-5)),
    ("tokenizer.ggml.eos_token_id", .integer(2)),
  ]

  func writer() -> GGUFWriter {
    var writer = GGUFWriter()
    for (key, value) in Self.keys where !omittedKeys.contains(key) { writer.set(key, changedKeys[key] ?? value) }
    for (key, value) in changedKeys where !Self.keys.contains(where: { $0.0 == key }) { writer.set(key, value) }
    matrix("token_embd.weight", width, 8, &writer)
    vector("output_norm.weight", &writer)
    for layer in 0..<2 {
      vector("blk.\(layer).attn_norm.weight", &writer)
      vector("blk.\(layer).ffn_norm.weight", &writer)
      for name in ["attn_q", "attn_output", "ffn_gate", "ffn_up", "ffn_down"] {
        matrix("blk.\(layer).\(name).weight", width, 32, &writer)
      }
      for name in ["attn_k", "attn_v"] { matrix("blk.\(layer).\(name).weight", width, 16, &writer) }
    }
    return writer
  }

  private func matrix(_ name: String, _ columns: Int, _ rows: Int, _ writer: inout GGUFWriter) {
    guard !omittedTensors.contains(name) else { return }
    let byteCount = columns * rows / type.blockElements * type.blockBytes
    writer.add(name, shape: [columns, rows], type: type, bytes: [UInt8](repeating: 1, count: byteCount))
  }

  private func vector(_ name: String, _ writer: inout GGUFWriter) {
    guard !omittedTensors.contains(name) else { return }
    writer.add(name, shape: [32], [Float](repeating: 1, count: 32))
  }
}
