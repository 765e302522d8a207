import TestSupport
import Testing

@testable import Deidentification

@Suite struct NormalisedTextTests {
  @Test(
    "what is folded and what is dropped",
    arguments: [
      ("１３８－Ａｂ", "138-Ab"), ("a\u{200B}b\u{FEFF}c", "abc"), ("a\u{3000}b\u{A0}c", "a b c"),
      ("O’Brien – “x”", "O'Brien - \"x\""),
      ("張醫師，臺灣", "张医师,台湾"), ("乾隆與著作", "乾隆与著作"), ("٠١٢", "012"), ("𝟘𝟡", "09"), ("é病🙂", "é病🙂"),
      ("plain ASCII", "plain ASCII"),
    ])
  func folding(text: String, expected: String) {
    #expect(String(decoding: NormalisedText(text).bytes, as: UTF8.self) == expected)
  }

  @Test func aSpanCoversTheInvisibleCharactersInsideIt() {
    let text = NormalisedText("x１\u{200B}２y")
    #expect(text.originalRange(of: 1..<3) == 1..<10)
  }

  @Test("every folded byte maps to a scalar of the original, in order")
  func offsets() {
    var generator = SeededGenerator(seed: 7)
    let alphabet = Array("aé病醫🙂１\u{200B}\u{FEFF}　-’".unicodeScalars)
    for _ in 0..<500 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 1...12, using: &generator) {
        scalars.append(alphabet.randomElement(using: &generator)!)
      }
      let text = NormalisedText(String(scalars))
      var last = 0
      for index in text.bytes.indices {
        let range = text.originalRange(of: index..<(index + 1))
        #expect(range.lowerBound >= last && range.upperBound <= text.original.count)
        #expect(
          text.original[range.lowerBound] & 0xc0 != 0x80, "inside a scalar of \(String(scalars).debugDescription)")
        last = range.lowerBound
      }
    }
  }

  @Test("traditional names are found as simplified ones are, and again in another turn")
  func traditional() throws {
    #expect(try identifiers(in: "患者陳建國，因頭痛就診。").first == "NAME 陳建國")
    var map = SurrogateMap()
    _ = try deidentified("患者陳建國，因頭痛就診。", &map)
    #expect(try deidentified("請建國明天再來。", &map).contains("建國") == false)
  }

  @Test("every scalar that is folded or is a mark begins with a byte that is looked at")
  func leads() {
    for value in UInt32(0)...0x10ffff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isChanged = CharacterFolding.fold(scalar) != scalar || CharacterFolding.isMark(scalar)
      #expect(!isChanged || CharacterFolding.isLead(UTF8.encode(scalar)!.first!), "U+\(String(value, radix: 16))")
    }
  }

  @Test("as if folded scalar by scalar")
  func reference() {
    var generator = SeededGenerator(seed: 8)
    let alphabet = Array("a1é病醫鄭🙂１\u{200B}\u{336}\u{FEFF}　-’·・\u{660}𝟘".unicodeScalars)
    for _ in 0..<500 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        scalars.append(alphabet.randomElement(using: &generator)!)
      }
      #expect(NormalisedText(String(scalars)).bytes == Self.folded(scalars), "\(String(scalars).debugDescription)")
    }
  }

  private static func folded(_ scalars: String.UnicodeScalarView) -> [UInt8] {
    scalars.reduce(into: []) { bytes, scalar in
      let isHidden = bytes.last?.isASCIIDigit == true && CharacterFolding.isMark(scalar)
      if !isHidden, let folded = CharacterFolding.fold(scalar) { bytes += UTF8.encode(folded)! }
    }
  }
}
