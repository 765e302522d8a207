import Foundation
import ModelFiles
import TestSupport
import Testing

/// Stored blocks become exactly the values that ggml gives them.
struct DequantizeTests {
  @Test func `half and bfloat16 widen exactly`() throws {
    #expect(try values([0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0x00, 0x7c], .f16) == [1, -2, 5.9604645e-8, .infinity])
    #expect(try values([0x80, 0x3f, 0x00, 0xc0, 0x01, 0x00], .bf16) == [1, -2, Float(bitPattern: 0x0001_0000)])
  }

  @Test(
    .enabled(if: Fixtures.shared("models/quant-blocks") != nil, "reference blocks are not on this machine"),
    arguments: [(TensorType.q8_0, "Q8_0"), (.q4_0, "Q4_0")])
  func `reference blocks`(_ type: TensorType, _ name: String) throws {
    let data = try Data(contentsOf: Fixtures.shared("models/quant-blocks/reference.json")!)
    let blocks = try #require(JSONDecoder().decode([String: ReferenceType].self, from: data)[name]?.blocks)
    #expect(!blocks.isEmpty)
    for block in blocks {
      let got = try values(bytes(ofHexadecimal: block.hex), type)
      #expect(got.count == block.values.count)
      for (a, b) in zip(got, block.values) { #expect(abs(a - b) <= 1e-6 * max(1, abs(b))) }
    }
  }

  private func values(_ bytes: [UInt8], _ type: TensorType) throws -> [Float] {
    var writer = GGUFWriter()
    let count = bytes.count / type.blockBytes * type.blockElements
    writer.add("t", shape: [count], type: type, bytes: bytes)
    let file = try open(writer.bytes())
    return try file.floats(of: try file.tensor("t"))
  }

  private func bytes(ofHexadecimal text: String) -> [UInt8] {
    stride(from: 0, to: text.utf8.count, by: 2).compactMap { UInt8(text.dropFirst($0).prefix(2), radix: 16) }
  }

  private struct ReferenceType: Decodable {
    struct Block: Decodable { let hex: String, values: [Float] }
    let blocks: [Block]
  }
}
