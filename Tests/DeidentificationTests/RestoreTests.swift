import TestSupport
import Testing

@testable @_spi(Identified) import Deidentification

@Suite struct RestoreTests {
  @Test("restore(deidentify(x)) = x, also with the caller's own placeholders")
  func roundTrip() throws {
    let seed: UInt64 = 20_260_101
    var generator = SeededGenerator(seed: seed)
    for number in 0..<400 {
      let text = RandomText.make(&generator)
      var map = SurrogateMap()
      let hidden = try deidentified(text, &map)
      #expect(restored(hidden, map) == text, "seed \(seed), text \(number)")
    }
  }

  @Test("the map of a conversation restores each of its turns")
  func conversation() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<40 {
      var map = SurrogateMap()
      let turns = (0..<5).map { _ in RandomText.make(&generator) }
      let hidden = try turns.map { try deidentified($0, &map) }
      #expect(hidden.map { restored($0, map) } == turns)
    }
  }

  @Test("a name with its accents in one character and in two is restored as it was written each time")
  func canonicallyEquivalent() throws {
    let text = "Dr. Ren\u{e9} Zol\u{e9}n called; Dr. Rene\u{301} Zole\u{301}n called back."
    var map = SurrogateMap()
    #expect(restored(try deidentified(text, &map), map).unicodeScalars.elementsEqual(text.unicodeScalars))
  }

  @Test("the caller's own placeholder is never confused with ours")
  func ownPlaceholders() throws {
    var map = SurrogateMap()
    let text = "[NAME_1] wrote to Dr. Hannah Pryce about [NAME_2]"
    let hidden = try deidentified(text, &map)
    #expect(hidden == "[OTHER_1] wrote to [NAME_1] about [OTHER_2]")
    #expect(restored(hidden, map) == text)
  }

  @Test(
    "what the map does not know passes unchanged",
    arguments: [
      "[NAME_9]", "[NAME_01]", "[name_1]", "[NAME_1", "NAME_1]", "[[NAME_2]", "[NAME_[", "[ NAME_1]", "[FOO_1]", "[",
      "",
    ])
  func unknown(text: String) {
    var map = SurrogateMap()
    _ = map.surrogate(for: "Ann", kind: .name)
    #expect(restored(text, map) == text)
  }

  @Test("what is restored is not searched again")
  func noSecondRestore() {
    var map = SurrogateMap()
    _ = map.surrogate(for: "[NAME_2]", kind: .name)
    _ = map.surrogate(for: "Ann", kind: .name)
    #expect(restored("[NAME_1][NAME_2]", map) == "[NAME_2]Ann")
  }

  @Test("every cut gives the same whole")
  func splitInvariance() {
    var map = SurrogateMap()
    _ = map.surrogate(for: "Zoë 王", kind: .name)
    _ = map.surrogate(for: "x", kind: .id)
    let text = "a[[NAME_1]b[NAME_1[ID_1]] 王🙂[NAME_12][ID_"
    let scalars = Array(text.unicodeScalars)
    let whole = restored(text, map)
    #expect(whole == "a[Zoë 王b[NAME_1x] 王🙂[NAME_12][ID_")
    for first in 0...scalars.count {
      for second in first...scalars.count {
        var restorer = SurrogateRestorer(map: map)
        let cuts = [scalars[..<first], scalars[first..<second], scalars[second...]]
        let pieces = cuts.map { restorer.push(String(String.UnicodeScalarView($0))) }.joined() + restorer.finish()
        #expect(pieces == whole, "cut at \(first) and \(second)")
      }
    }
  }

  @Test("text is held back only while it may still become a placeholder")
  func release() {
    var map = SurrogateMap()
    _ = map.surrogate(for: "Ann", kind: .name)
    var restorer = SurrogateRestorer(map: map)
    #expect(
      ["plain ", "[", "NA", "ME_1", "]", "[NA", "B"].map { restorer.push($0) } == [
        "plain ", "", "", "", "Ann", "", "[NAB",
      ])
  }
}

/// Text of identifiers, placeholders, emoji, Chinese and invisible characters, at random.
enum RandomText {
  private static let pieces = [
    "Dr. Hannah Pryce", "患者高玉芬", "13812345678", "１３８１２３４５６７８", "a@b.org", "[NAME_1]", "[OTHER_2]", "[NAME_", "_1]", "[",
    "]", "🙂", "👩‍👩‍👧", "\u{200B}", "\u{FEFF}", "e\u{301}",
    " ", "\n", "，", "，电话", "MRN: KD-220417", "on 04/17/2016", "湖北省荆州市沙市区青柏路58号", "1\u{200D}2", "4111 1111 1111 1111",
    "王", "李伟", "Mr", ".", "<b>", "\0", "\r\n", "한글", "ا",
    "AC_1", "https://x.org/[ID_1]", "patient", ":", "Parkinson", "disease",
  ]

  static func make(_ generator: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...14, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }.joined()
  }
}
