import Foundation
import Generation
import ModelFiles

/// A Llama whose weights are set by hand so that it recalls: after a token it says what followed that token before.
///
/// An induction head (Olsson et al. 2022): the first layer's head attends to the position before and copies its token
/// beside the own one; the second layer's head looks for a position whose copied token is the present one, and gives
/// that position's token. A second head of both layers is indifferent, as many of a real model are.
/// Residual stream: the token, the token before, one constant element.
struct RecallModel {
  static let vocabulary = 48
  private static let width = 112, headSize = 80, rotated = 32, heads = 2
  private static let constant = 2 * vocabulary
  /// How much more a fitting position's score is than any other's: enough to outweigh 20,000 of them.
  private static let margin: Float = 30

  /// Tokens below this are for needles, the others for hay.
  static let needles: Int32 = 16

  static func load() throws -> any LanguageModel {
    let url = FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString).gguf")
    defer { try? FileManager.default.removeItem(at: url) }
    try writer().write(toFile: url.path)
    return try loadModel(.gguf(GGUFFile(path: url.path)), precision: .f32)
  }

  static func writer() -> GGUFWriter {
    var writer = GGUFWriter()
    writer.set("general.architecture", .string("llama"))
    for (key, value) in [
      ("block_count", 2), ("embedding_length", width), ("feed_forward_length", 32), ("attention.head_count", heads),
      ("attention.head_count_kv", 1), ("attention.key_length", headSize), ("attention.value_length", headSize),
      ("rope.dimension_count", rotated), ("context_length", 32_768),
    ] { writer.set("llama.\(key)", .integer(Int64(value))) }
    writer.set("llama.attention.layer_norm_rms_epsilon", .float(1e-6))
    add("token_embd.weight", rows: vocabulary, columns: width, to: &writer) { token, element in
      element == token || element == constant ? 1 : 0
    }
    add("output.weight", rows: vocabulary, columns: width, to: &writer) { $0 == $1 ? 1 : 0 }
    for name in ["output_norm", "blk.0.attn_norm", "blk.0.ffn_norm", "blk.1.attn_norm", "blk.1.ffn_norm"] {
      writer.add("\(name).weight", shape: [width], [Float](repeating: 1, count: width))
    }
    addPreviousTokenLayer(to: &writer)
    addMatchingLayer(to: &writer)
    for layer in 0..<2 {
      for name in ["ffn_gate", "ffn_up"] {
        add("blk.\(layer).\(name).weight", rows: 32, columns: width, to: &writer) { _, _ in 0 }
      }
      add("blk.\(layer).ffn_down.weight", rows: width, columns: 32, to: &writer) { _, _ in 0 }
    }
    return writer
  }

  /// Turned by position, keys are those of the constant element; the query is the key of one position earlier.
  private static func addPreviousTokenLayer(to writer: inout GGUFWriter) {
    let normed = (Float(width) / 2).squareRoot()
    let angles = (0..<rotated / 2).map { pow(Float(10_000), -2 * Float($0) / Float(rotated)) }
    let gap = angles.reduce(0) { $0 + 1 - cos($1) }
    let size = (margin * Float(headSize).squareRoot() / gap).squareRoot() / normed
    add("blk.0.attn_q.weight", rows: heads * headSize, columns: width, to: &writer) { row, column in
      guard column == constant, row < rotated else { return 0 }
      return size * (row % 2 == 0 ? cos(angles[row / 2]) : -sin(angles[row / 2]))
    }
    add("blk.0.attn_k.weight", rows: headSize, columns: width, to: &writer) { row, column in
      column == constant && row < rotated && row % 2 == 0 ? size : 0
    }
    add("blk.0.attn_v.weight", rows: headSize, columns: width, to: &writer) { row, column in
      row == rotated + column && column < vocabulary ? 1 / normed : 0
    }
    add("blk.0.attn_output.weight", rows: width, columns: heads * headSize, to: &writer) { row, column in
      row - vocabulary == column - rotated && (rotated..<headSize).contains(column) ? 1 : 0
    }
  }

  /// Positions whose token before is the present token, by elements that are not turned.
  private static func addMatchingLayer(to writer: inout GGUFWriter) {
    let normed = (Float(width) / 3).squareRoot()
    let size = (margin * Float(headSize).squareRoot()).squareRoot() / normed
    add("blk.1.attn_q.weight", rows: heads * headSize, columns: width, to: &writer) { row, column in
      row == rotated + column && column < vocabulary ? size : 0
    }
    add("blk.1.attn_k.weight", rows: headSize, columns: width, to: &writer) { row, column in
      row >= rotated && row - rotated == column - vocabulary ? size : 0
    }
    add("blk.1.attn_v.weight", rows: headSize, columns: width, to: &writer) { row, column in
      row == rotated + column && column < vocabulary ? 10 / normed : 0
    }
    add("blk.1.attn_output.weight", rows: width, columns: heads * headSize, to: &writer) { row, column in
      row == column - rotated && row < vocabulary ? 1 : 0
    }
  }

  private static func add(
    _ name: String, rows: Int, columns: Int, to writer: inout GGUFWriter, _ element: (Int, Int) -> Float
  ) {
    let elements = (0..<rows).flatMap { row in (0..<columns).map { element(row, $0) } }
    writer.add(name, shape: [columns, rows], elements)
  }
}
