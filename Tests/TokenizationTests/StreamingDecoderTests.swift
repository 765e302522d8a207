import TestSupport
import Testing
import Tokenization

@Suite struct StreamingDecoderTests {
  private func streamed(_ chunks: [[UInt8]]) -> [String] {
    var decoder = StreamingDecoder()
    return chunks.map { decoder.push($0) } + [decoder.finish()]
  }

  @Test func aScalarWaitsForItsEnd() {
    #expect(streamed([[0xe4], [0xb8], [0xad, 0x61]]) == ["", "", "中a", ""])
    #expect(streamed([[0xf0, 0x9f], [0x99, 0x82]]) == ["", "🙂", ""])
  }

  @Test(
    arguments: [
      // bytes, text: Unicode Standard, table 3-8 and its kin
      ([0xff], "\u{fffd}"), ([0xc3], "\u{fffd}"), ([0xe4, 0xbd], "\u{fffd}"), ([0x61, 0x80, 0x62], "a\u{fffd}b"),
      ([0xc0, 0xaf], "\u{fffd}\u{fffd}"), ([0xe0, 0x9f, 0x80], "\u{fffd}\u{fffd}\u{fffd}"),
      ([0xed, 0xa0, 0x80], "\u{fffd}\u{fffd}\u{fffd}"), ([0xf4, 0x91, 0x92, 0x93], "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
      ([0xf0, 0x90, 0x41], "\u{fffd}A"),
      ([0xe1, 0x80, 0xe2, 0xf0, 0x91, 0x92, 0xf1, 0xbf, 0x41], "\u{fffd}\u{fffd}\u{fffd}\u{fffd}A"),
    ] as [([UInt8], String)])
  func illFormedPartsBecomeOneReplacementEach(_ bytes: [UInt8], _ text: String) {
    #expect(streamed([bytes]).joined() == text)
    #expect(streamed(bytes.map { [$0] }).joined() == text)
  }

  /// The start of a surrogate is ill-formed, but waits for its third byte as in the reference.
  @Test func theStartOfASurrogateWaits() {
    #expect(streamed([[0xed, 0xb9], [0x41]]) == ["", "\u{fffd}\u{fffd}A", ""])
  }

  /// Text and noise, cut at every place and at random places: the same text.
  @Test func everySplitGivesTheSameText() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<400 {
      var bytes = Array("naïve 中文 🙂e\u{301}".utf8.shuffled(using: &random).prefix(12))
      if Bool.random(using: &random) { bytes += Array("é中🙂".utf8) }
      let whole = streamed([bytes]).joined()
      #expect(whole.unicodeScalars.elementsEqual(String(decoding: bytes, as: UTF8.self).unicodeScalars))
      for cut in 0...bytes.count {
        let parts = streamed([Array(bytes[..<cut]), Array(bytes[cut...])])
        #expect(parts.joined().unicodeScalars.elementsEqual(whole.unicodeScalars))
      }
      #expect(streamed(bytes.map { [$0] }).joined().unicodeScalars.elementsEqual(whole.unicodeScalars))
    }
  }
}
