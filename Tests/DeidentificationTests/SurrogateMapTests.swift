import Foundation
import Testing

@testable @_spi(Identified) import Deidentification

@Suite struct SurrogateMapTests {
  @Test func numbersCountEachKindFromOne() {
    var map = SurrogateMap()
    let surrogates = [("Ann", EntityKind.name), ("Bob", .name), ("a@b.org", .email), ("Ann", .name)].map {
      map.surrogate(for: $0.0, kind: $0.1).text
    }
    #expect(surrogates == ["[NAME_1]", "[NAME_2]", "[EMAIL_1]", "[NAME_1]"])
  }

  @Test func theFileRestoresTheMapAndItsNumbering() throws {
    var map = SurrogateMap()
    for name in ["Ann \"A\"", "王伟", "[NAME_1]"] { _ = map.surrogate(for: name, kind: .name) }
    var read = try SurrogateMap(json: map.json())
    #expect(restored("[NAME_1][NAME_2][NAME_3]", read) == "Ann \"A\"王伟[NAME_1]")
    #expect(read.surrogate(for: "王伟", kind: .name).text == "[NAME_2]")
    #expect(read.surrogate(for: "new", kind: .name).text == "[NAME_4]")
  }

  @Test(
    "files that were not written by us are refused",
    arguments: [
      "", "[]", #"{"version":3,"surrogates":[]}"#, #"{"version":1,"surrogates":[{"surrogate":"[NAME_0]","text":"a"}]}"#,
      #"{"version":1,"surrogates":[{"surrogate":"NAME","text":"a"}]}"#,
      #"{"version":1,"surrogates":[{"surrogate":"[ID_1]","text":"a"},{"surrogate":"[ID_1]","text":"b"}]}"#,
      #"{"version":2,"surrogates":[{"surrogate":"[ID_1]","kind":"ID","text":"a"}]}"#,
      #"{"version":2,"surrogates":[{"surrogate":"","kind":"NAME","text":"Ann"}]}"#,
      #"{"version":2,"surrogates":[{"surrogate":"Peter","kind":"NAME","text":"A"},{"surrogate":"Peter","kind":"ID","text":"B"}]}"#,
      #"{"version":2,"surrogates":[{"surrogate":"Peter","kind":"PERSON","text":"Ann"}]}"#,
      #"{"version":2,"surrogates":[],"sent":"AAAA"}"#, #"{"version":2,"surrogates":[],"sent":"?"}"#,
    ])
  func badFiles(json: String) {
    #expect(throws: DeidentificationError.self) { try SurrogateMap(json: Data(json.utf8)) }
  }

  @Test(
    "what is a placeholder",
    arguments: [
      ("[NAME_1]", true), ("[CARD_123456789]", true), ("[NAME_0]", false), ("[NAME_01]", false),
      ("[NAME_1234567890]", false), ("[NAME_]", false), ("[name_1]", false),
      ("[NAME_1", false), ("NAME_1]", false), ("[_1]", false), ("[]", false), ("[NAME_1]]", false), ("[NAME_１]", false),
    ])
  func placeholder(text: String, isOne: Bool) {
    #expect((Placeholder(Array(text.utf8)) != nil) == isOne)
  }

  @Test("a map that forgets stays within its bound and gives no number twice")
  func bounded() throws {
    var map = SurrogateMap(identifiersMax: 40)
    var given = Set<String>()
    for number in 1000..<1500 {
      let text = try deidentified("write to reader\(number)@north.org", &map)
      #expect(given.insert(text).inserted)
      #expect(map.count <= 41)
    }
    #expect(try deidentified("write to reader1499@north.org", &map) == "write to [EMAIL_500]")
    #expect(try deidentified("write to reader1000@north.org", &map) == "write to [EMAIL_501]")
    #expect(restored("[EMAIL_500]", map) == "reader1499@north.org")
  }

  @Test("with likenesses too")
  func boundedLikenesses() throws {
    var map = SurrogateMap(keys: TestKeys.make(), identifiersMax: 40)
    for number in 1000..<1200 {
      let text = "write to reader\(number)@north.org"
      let hidden = try Compiled.surrogate.text(text, &map)
      #expect(hidden != text && restored(hidden, map) == text)
      #expect(map.count <= 41 && map.likenesses.identifiers.count == map.likenesses.texts.count)
    }
  }

  @Test("what is worth searching for has no surrogate of any form")
  func withoutSurrogates() throws {
    let sealed = try #require(SealedIdentifier(keys: TestKeys.make()).seal(.init(kind: .name, text: "Zita Okpara")))
    let long = try #require(
      SealedIdentifier(keys: TestKeys.make()).seal(.init(kind: .other, text: String(repeating: "x", count: 900))))
    for (text, expected) in [
      ("is [NAME_1] on warfarin", "is   on warfarin"), ("is \(sealed) on warfarin", "is   on warfarin"),
      ("\(long)", " "), ("[DATE] visit", "  visit"), ("see [1] and [NAME] [x]", "see [1] and   [x]"),
      ("[NAME_0] [NAME:] [name:abc] [NAME:a b]", "[NAME_0] [NAME:] [name:abc] [NAME:a b]"), ("[[NAME_1]]", "[ ]"),
      ("[NAME_1", "[NAME_1"), ("", ""),
    ] {
      #expect(DeidentifiedText(deidentified: text).withoutSurrogates.value == expected)
    }
  }
}
