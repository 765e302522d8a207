import TestSupport
import Testing

@testable import ChatPipeline

/// Unicode 16, section 3.9: one U+FFFD for each maximal prefix of a valid sequence, however the bytes are cut.
@Suite struct ScalarAssemblerTests {
  @Test("every way to cut a text gives the text", arguments: ["", "abc", "é患者😀z", "[NAME_1] 您好 🇨🇳"])
  func everyCut(text: String) {
    let bytes = Array(text.utf8)
    for first in 0...bytes.count {
      for second in first...bytes.count {
        #expect(assemble([bytes[..<first], bytes[first..<second], bytes[second...]]) == text)
      }
    }
  }

  @Test("invalid bytes are replaced as in one piece")
  func invalidBytes() {
    var generator = SeededGenerator(seed: 7)
    let alphabet: [UInt8] = [0x41, 0x80, 0xBF, 0xC2, 0xE0, 0xA0, 0xED, 0x9F, 0xF0, 0x90, 0xF4, 0x8F, 0xFF, 0xC0, 0xF5]
    for _ in 0..<5_000 {
      let bytes = (0..<Int.random(in: 0...9, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! }
      let cut = Int.random(in: 0...bytes.count, using: &generator)
      #expect(assemble([bytes[..<cut], bytes[cut...]]) == String(decoding: bytes, as: UTF8.self), "\(bytes) at \(cut)")
    }
  }

  @Test func aCompleteScalarIsNotHeldBack() {
    var assembler = ScalarAssembler()
    #expect(assembler.push(Array("a患".utf8)) == "a患")
    #expect(assembler.push([0xE6, 0x82]) == "")
    #expect(assembler.push([0xA3]) == "患")
  }

  private func assemble(_ chunks: [ArraySlice<UInt8>]) -> String {
    var assembler = ScalarAssembler()
    return chunks.reduce(into: "") { $0 += assembler.push(Array($1)) } + assembler.finish()
  }
}
