import Foundation
import NumericKernels
import TestSupport
import Testing

/// Stored blocks become exactly the values that ggml gives them, and floats become the blocks nearest to them.
struct WeightFormatTests {
  @Test func `half and bfloat16 widen exactly`() {
    #expect(
      WeightFormat.f16.floats([0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0x00, 0x7c]) == [1, -2, 5.9604645e-8, .infinity])
    #expect(
      WeightFormat.bf16.floats([0x80, 0x3f, 0x00, 0xc0, 0x01, 0x00]) == [1, -2, Float(bitPattern: 0x0001_0000)])
  }

  @Test func `eight-bit floats of the OCP standard`() {
    // Zero, least subnormal, least normal, 1, 1.125, largest, and their negatives.
    let codes: [UInt8] = [0x00, 0x01, 0x08, 0x38, 0x39, 0x7e]
    let values: [Float] = [0, 0x1p-9, 0x1p-6, 1, 1.125, 448]
    #expect(WeightFormat.f8_e4m3.floats(codes) == values)
    #expect(WeightFormat.f8_e4m3.floats(codes.map { $0 | 0x80 }) == values.map { -$0 })
    #expect(WeightFormat.f8_e4m3.floats([0x7f, 0xff]).allSatisfy { $0.isNaN })
  }

  @Test(
    .enabled(if: Fixtures.shared("models/quant-blocks") != nil, "reference blocks are not on this machine"),
    arguments: [
      (WeightFormat.q4_0, "Q4_0"), (.q4_1, "Q4_1"), (.q5_0, "Q5_0"), (.q5_1, "Q5_1"), (.q8_0, "Q8_0"), (.q2_K, "Q2_K"),
      (.q3_K, "Q3_K"), (.q4_K, "Q4_K"), (.q5_K, "Q5_K"), (.q6_K, "Q6_K"), (.iq4_nl, "IQ4_NL"), (.iq4_xs, "IQ4_XS"),
      (.tq2_0, "TQ2_0"),
    ])
  func `reference blocks`(_ format: WeightFormat, _ name: String) throws {
    let data = try Data(contentsOf: Fixtures.shared("models/quant-blocks/reference.json")!)
    let type = try #require(JSONDecoder().decode([String: ReferenceType].self, from: data)[name])
    #expect(format.blockElements == type.block_elements && format.blockBytes == type.block_bytes)
    #expect(!type.blocks.isEmpty)
    for block in type.blocks {
      let got = format.floats(bytes(ofHexadecimal: block.hex))
      #expect(got.count == block.values.count)
      // Nine digits stand in the file.
      for (a, b) in zip(got, block.values) { #expect(abs(a - b) <= 1e-6 * max(1, abs(b))) }
    }
  }

  @Test(
    arguments: [
      // Half of a step, beside the rounding of scales; a whole one where the largest value takes the longer side.
      (WeightFormat.f16, 0.0005), (.bf16, 0.004), (.q8_0, 0.0045), (.q6_K, 0.035), (.q5_0, 0.065), (.q5_1, 0.035),
      (.q5_K, 0.05), (.q4_0, 0.13), (.q4_1, 0.07), (.q4_K, 0.1),
    ] as [(WeightFormat, Float)])
  func `floats come back within a step`(_ format: WeightFormat, _ bound: Float) throws {
    var random = SeededGenerator(seed: 30)
    for _ in 0..<50 {
      let values = random.floats(512), back = format.floats(try #require(format.bytes(values)))
      let worst = zip(values, back).map { abs($0 - $1) }.max() ?? .nan
      #expect(worst <= bound, "\(format)")
    }
  }

  @Test(arguments: WeightFormat.allCases)
  func `zeros stay zeros, and nothing is NaN`(_ format: WeightFormat) {
    guard let bytes = format.bytes([Float](repeating: 0, count: 256)) else { return }
    #expect(format.floats(bytes) == [Float](repeating: 0, count: 256))
  }

  @Test func `formats that are only read say so`() {
    #expect(WeightFormat.q2_K.bytes([Float](repeating: 1, count: 256)) == nil)
    #expect(WeightFormat.iq4_xs.bytes([Float](repeating: 1, count: 256)) == nil)
  }

  private func bytes(ofHexadecimal text: String) -> [UInt8] {
    stride(from: 0, to: text.utf8.count, by: 2).compactMap { UInt8(text.dropFirst($0).prefix(2), radix: 16) }
  }

  private struct ReferenceType: Decodable {
    struct Block: Decodable { let hex: String, values: [Float] }
    let block_elements: Int, block_bytes: Int
    let blocks: [Block]
  }
}
