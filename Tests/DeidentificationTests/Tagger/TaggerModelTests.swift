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
    for count in Array(0..<200) + Array(stride(from: 200, to: whole.count, by: 997)) {
      #expect(throws: DeidentificationError.self) { try TaggerModel(copying: Array(whole.prefix(count))) }
    }
  }

  @Test("a file with a bit changed anywhere is refused")
  func changed() throws {
    let whole = file(body: body(filledWith: { 0 }))
    // All of the header but its padding, then some bytes of every part.
    for index in Array(0..<24) + Array(stride(from: 32, to: whole.count, by: 101)) {
      var bytes = whole
      bytes[index] ^= 1 << (index % 8)
      #expect(throws: DeidentificationError.self, "byte \(index)") { try TaggerModel(copying: bytes) }
    }
  }

  @Test(
    "sizes that would reach beyond the file are refused",
    arguments: [
      (UInt32(31), UInt32(0x0404_0404)), (4, 0x0404_3c04), (0, 0), (25, 0x0404_0404), (4, 0x1504_0404),
      (4, 0x0404_0405),
    ])
  func sizes(lexiconBits: UInt32, buckets: UInt32) {
    let bytes = file(body: body(filledWith: { 0 }), lexiconBits: lexiconBits, buckets: buckets)
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

  /// All parts for 16 buckets in each family and 16 slots of the lexicon.
  private func body(filledWith byte: () -> UInt8) -> [UInt8] {
    let (buckets, slots) = (16, 16 * 8)
    let roles = TaggerFamily.allCases.reduce(0) { $0 + $1.roles }
    let gate = TaggerGate.fixedBytes + slots * (TaggerFamily.words.roles + TaggerFamily.pairs.roles)
    let lexicon = TaggerLexicon.prefixBytes + 16 * 4
    let count = 832 + 64 + gate + TaggerFamily.allCases.count * buckets * 16 + lexicon + slots * roles * 13 + 3
    return (0..<count).map { _ in byte() }
  }

  private func file(body: [UInt8], lexiconBits: UInt32 = 4, buckets: UInt32 = 0x0404_0404) -> [UInt8] {
    let words = [0x3347_5457, lexiconBits, buckets, 13].flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
    let unsealed = words + [UInt8](repeating: 0, count: 16) + body
    let sum = unsealed.withUnsafeBytes { TaggerModel.checksum($0) }
    return words + withUnsafeBytes(of: sum.littleEndian, Array.init) + [UInt8](repeating: 0, count: 8) + body
  }
}
