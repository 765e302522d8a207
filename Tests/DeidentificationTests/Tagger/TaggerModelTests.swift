import TestSupport
import Testing

@testable import Deidentification

/// Weights that cannot be trusted refuse every text: a tagger that finds nothing looks like a text without names.
@Suite struct TaggerModelTests {
  @Test("a small file of the right layout is read")
  func small() throws {
    _ = try TaggerModel(copying: file(body: body(filledWith: { 0 })))
  }

  @Test("a file cut short anywhere is refused")
  func truncated() throws {
    let whole = file(body: body(filledWith: { 0 }))
    for count in 0..<whole.count {
      #expect(throws: DeidentificationError.self) { try TaggerModel(copying: Array(whole.prefix(count))) }
    }
  }

  @Test("a file with a bit changed anywhere is refused")
  func changed() throws {
    let whole = file(body: body(filledWith: { 0 }))
    for index in whole.indices where !(24..<32).contains(index) {
      var bytes = whole
      bytes[index] ^= 1 << (index % 8)
      #expect(throws: DeidentificationError.self, "byte \(index)") { try TaggerModel(copying: bytes) }
    }
  }

  @Test(
    "sizes that would reach beyond the file are refused",
    arguments: [(UInt32(31), UInt32(4)), (4, 60), (0, 0), (25, 21)])
  func sizes(lexiconBits: UInt32, bucketBits: UInt32) {
    let bytes = file(body: body(filledWith: { 0 }), lexiconBits: lexiconBits, bucketBits: bucketBits)
    #expect(throws: DeidentificationError.self) { try TaggerModel(copying: bytes) }
  }

  @Test("any weights with a valid checksum give spans inside the text")
  func hostile() throws {
    let seed: UInt64 = 23
    var generator = SeededGenerator(seed: seed)
    for number in 0..<40 {
      let bytes = file(body: body(filledWith: { UInt8.random(in: 0...255, using: &generator) }))
      let tagger = Tagger(try TaggerModel(copying: bytes))
      let text = NormalisedText(RandomText.make(&generator))
      for candidate in tagger.candidates(in: text) {
        #expect(
          !candidate.range.isEmpty && candidate.range.upperBound <= text.bytes.count, "seed \(seed), file \(number)")
      }
    }
  }

  /// Transitions, keys, lexicon and rows for 16 buckets and 16 slots.
  private func body(filledWith byte: () -> UInt8) -> [UInt8] {
    (0..<(832 + 16 * 8 * 2 + 16 * 4 + 16 * 8 * 13 + 3)).map { _ in byte() }
  }

  private func file(body: [UInt8], lexiconBits: UInt32 = 4, bucketBits: UInt32 = 4) -> [UInt8] {
    let words = [0x4741_5457, lexiconBits, bucketBits, 13].flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
    let unsealed = words + [UInt8](repeating: 0, count: 16) + body
    let sum = unsealed.withUnsafeBytes { TaggerModel.checksum($0) }
    return words + withUnsafeBytes(of: sum.littleEndian, Array.init) + [UInt8](repeating: 0, count: 8) + body
  }
}
