import TestSupport
import Testing

@testable import ModelFiles

/// Texts of a GGUF file where they lie.
struct PackedStringsTests {
  /// With more behind it or not.
  private func isText(_ bytes: [UInt8], before rest: [UInt8]) -> Bool {
    (bytes + rest).withUnsafeBytes { TextCheck.isText($0, 0..<bytes.count) }
  }

  /// Pieces of text in a row, most of them whole, some changed: what the standard library says of them is said of them here.
  @Test func `what is UTF-8 is told as the standard library tells it`() {
    var random = SeededGenerator(seed: 17)
    let pieces: [[UInt8]] =
      ["a", "Ġ", "Ã¤", "中", "\u{7ff}", "\u{800}", "🙂", "\u{10ffff}", "wort", "\u{0}"].map {
        Array($0.utf8)
      } + [[0xc0, 0x80], [0xc1, 0xbf], [0xe0, 0x9f, 0xbf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xff]]
    var goodCount = 0
    for round in 0..<40_000 {
      let kinds = round % 3 == 0 ? 3 : round % 3 == 1 ? 10 : pieces.count
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...9, using: &random) { bytes += pieces[Int.random(in: 0..<kinds, using: &random)] }
      if round % 4 == 0, !bytes.isEmpty {
        bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
      }
      if round % 5 == 0, !bytes.isEmpty { bytes.remove(at: Int.random(in: bytes.indices, using: &random)) }
      let isGood = String(validating: bytes, as: UTF8.self) != nil
      if isGood { goodCount += 1 }
      #expect(isText(bytes, before: []) == isGood, "\(bytes)")
      #expect(isText(bytes, before: [UInt8](repeating: 0x80, count: 9)) == isGood, "\(bytes)")
    }
    #expect((10_000..<38_000).contains(goodCount))
  }

  /// What lies behind a text does not count.
  @Test func `a text ends where it ends`() {
    let bytes: [UInt8] = Array("aé".utf8) + [UInt8](repeating: 0x80, count: 16)
    bytes.withUnsafeBytes {
      #expect(TextCheck.isText($0, 0..<3) && !TextCheck.isText($0, 0..<2) && !TextCheck.isText($0, 2..<3))
      #expect(!TextCheck.isText($0, 0..<4) && TextCheck.isText($0, 0..<0))
    }
  }

  @Test func `texts are found by number and in a row`() {
    let texts = (0..<200).map { String(repeating: "é\($0)", count: $0 % 5) }
    let packed = PackedStrings(texts)
    #expect(Array(packed) == texts)
    #expect(packed.indices.map { packed[$0] } == texts)
    #expect(packed == PackedStrings(texts) && packed != PackedStrings(texts.dropLast()))
    #expect(PackedStrings([]).isEmpty)
  }
}
