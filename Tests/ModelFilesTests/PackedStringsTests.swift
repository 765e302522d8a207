import CTexts
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

  /// The fast way goes over just those runs of texts that are whole, short and of scalars of up to two bytes.
  @Test func `runs of narrow texts are gone over at once`() {
    var random = SeededGenerator(seed: 23)
    let narrow: [[UInt8]] = ["a", "Ġ", "Ã¤", "\u{7ff}", "wort", ""].map { Array($0.utf8) }
    let long = [UInt8](repeating: 0x61, count: 128)
    let others = [Array("中".utf8), [0xc1, 0xbf], [0xc3], [0xa4], [0xff], long]
    var lengths = Set<Int>()
    for round in 0..<2_000 {
      var texts = (0..<Int.random(in: 0...400, using: &random)).map { _ in
        (0..<Int.random(in: 0...6, using: &random)).flatMap { _ in narrow[.random(in: narrow.indices, using: &random)] }
      }
      if round % 4 > 0, !texts.isEmpty {
        texts[.random(in: texts.indices, using: &random)] += others[.random(in: others.indices, using: &random)]
      }
      let rest = round % 5 == 0 ? Int.random(in: 1...4_000, using: &random) : 0
      let found = skip(texts, withoutLast: rest)
      #expect(found == narrowRuns(texts, withoutLast: rest) || !hasFastWay)
      lengths.insert(found.count)
    }
    #expect(lengths.count == 7 || !hasFastWay)
  }

  private var hasFastWay: Bool { !skip(.init(repeating: [0x61], count: 64), withoutLast: 0).isEmpty }

  /// The bytes of `texts`, each behind its length, but for so many at the end.
  private func packed(_ texts: [[UInt8]], withoutLast rest: Int) -> [UInt8] {
    texts.flatMap { text in withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text }.dropLast(rest)
  }

  /// Where the runs that the fast way goes over begin, and where the last one ends.
  private func skip(_ texts: [[UInt8]], withoutLast rest: Int) -> [Int] {
    let bytes = [0] + packed(texts, withoutLast: rest)
    var places = [Int](repeating: 0, count: texts.count / 64 + 1)
    var end = 0
    let count = bytes.withUnsafeBufferPointer { bytes in
      weir_texts_skip(bytes.baseAddress.map { $0 + 1 }, bytes.count - 1, texts.count, &places, &end)
    }
    return count == 0 ? [] : places.prefix(count / 64) + [end]
  }

  private func narrowRuns(_ texts: [[UInt8]], withoutLast rest: Int) -> [Int] {
    let byteCount = packed(texts, withoutLast: rest).count
    var ends = [0]
    for first in stride(from: 0, through: texts.count - 64, by: 64) {
      let run = texts[first..<first + 64]
      let end = ends[ends.count - 1] + run.reduce(0) { $0 + 8 + $1.count }
      let isNarrow = run.allSatisfy { text in
        guard text.count < 128, let string = String(validating: text, as: UTF8.self) else { return false }
        return string.unicodeScalars.allSatisfy { $0.value < 0x800 }
      }
      if !isNarrow || end > byteCount { break }
      ends.append(end)
    }
    return ends.count == 1 ? [] : ends
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
