import TestSupport
import Testing

@testable import Tokenization

/// Texts that are not looked through by Swift are what it would make of them.
@Suite struct WellFormedTextTests {
  private func randomBytes(_ random: inout SeededGenerator) -> [UInt8] {
    let pieces: [[UInt8]] = [
      [0x61], Array("é".utf8), Array("中".utf8), Array("🙂".utf8), Array(repeating: 0x62, count: 70), [0xc3],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
    ]
    let kinds = Int.random(in: 1...pieces.count, using: &random)
    return (0..<Int.random(in: 0...60, using: &random)).flatMap { _ in pieces[Int.random(in: 0..<kinds, using: &random)]
    }
  }

  @Test func equalsValidatedText() {
    var random = SeededGenerator(seed: 3)
    var counts = (wellFormed: 0, illFormed: 0)
    for _ in 0..<4_000 {
      let bytes = randomBytes(&random)
      let expected = String(validating: bytes, as: UTF8.self)
      #expect(bytes.span.isUTF8 == (expected != nil))
      guard let expected else {
        counts.illFormed += 1
        continue
      }
      counts.wellFormed += 1
      let text = String(wellFormed: bytes.span)
      #expect(text == expected && Array(text.utf16) == Array(expected.utf16))
    }
    #expect(counts.wellFormed > 500 && counts.illFormed > 500)
  }
}
