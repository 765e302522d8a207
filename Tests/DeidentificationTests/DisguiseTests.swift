import Foundation
import TestSupport
import Testing

@testable @_spi(Identified) import Deidentification

@Suite struct DisguiseTests {
  @Test(
    "each way to hide an identifier, as people do it",
    arguments: [
      ("mail j.tamsin&#64;northgate.org today", "EMAIL j.tamsin&#64;northgate.org"),
      ("mail j.tamsin&commat;northgate&period;org today", "EMAIL j.tamsin&commat;northgate&period;org"),
      ("mail j.tamsin%40northgate.org today", "EMAIL j.tamsin%40northgate.org"),
      ("mail j.tamsin%2540northgate.org today", "EMAIL j.tamsin%2540northgate.org"),
      (#"mail "j.tamsin\u0040northgate.org" today"#, #"EMAIL j.tamsin\u0040northgate.org"#),
      ("mail j.tаmsin@nоrthgate.org today", "EMAIL j.tаmsin@nоrthgate.org"),
      ("mail tamsin at northgate dot org today", "EMAIL tamsin at northgate dot org"),
      ("mail tamsin [at] northgate [dot] org today", "EMAIL tamsin [at] northgate [dot] org"),
      ("邮箱 tamsin艾特northgate点org 谢谢", "EMAIL tamsin艾特northgate点org"),
      ("mail t a m s i n @ n o r t h . o r g today", "EMAIL t a m s i n @ n o r t h . o r g"),
      ("code amFuZS50YW1zaW5Abm9ydGhnYXRlLm9yZw== end", "EMAIL amFuZS50YW1zaW5Abm9ydGhnYXRlLm9yZw=="),
      ("打 1 3 9 2 2 3 3 4 4 5 5 给我", "PHONE 1 3 9 2 2 3 3 4 4 5 5"),
      ("打 1-3-9-2-2-3-3-4-4-5-5 给我", "PHONE 1-3-9-2-2-3-3-4-4-5-5"),
      ("打 139 22 33 44 55 给我", "PHONE 139 22 33 44 55"),
      ("打一三九贰贰叁叁肆肆伍伍给我", "PHONE 一三九贰贰叁叁肆肆伍伍"),
      ("打 幺三九、二二三三、四四五五 给我", "PHONE 幺三九、二二三三、四四五五"),
      ("打 ①③⑨②②③③④④⑤⑤ 给我", "PHONE ①③⑨②②③③④④⑤⑤"),
      ("dial five five five, oh one double nine", "PHONE five five five, oh one double nine"),
      ("ssn: one two three four five six seven eight nine", "ID one two three four five six seven eight nine"),
      ("card 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 ok", "CARD 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
      (
        "1\u{336}3\u{336}9\u{336}2\u{336}2\u{336}3\u{336}3\u{336}4\u{336}4\u{336}5\u{336}5 x",
        "PHONE 1\u{336}3\u{336}9\u{336}2\u{336}2\u{336}3\u{336}3\u{336}4\u{336}4\u{336}5\u{336}5"
      ),
    ])
  func disguise(text: String, expected: String) throws {
    let found = try identifiers(in: text)
    #expect(found.contains { $0.hasSuffix(expected.drop { $0 != " " }) }, "\(found)")
  }

  @Test(
    "what only looks like a disguise",
    arguments: [
      "look at the dot com boom", "one two three four five six seven", "take two or three tablets",
      "grade 1 2 3 4 5 6 7 8 9", "R&D; Q&A; 5%25", "scores 7, 8, 9, 10 and 6", "Internationalization",
      "twenty five of the one hundred and four", "一二三四五六七", "三三两两", "五六七八月", "p = 0.0.1", "chr1:12-15",
      "Ωμέγα 3", "pH at 7.4 dot plot",
    ])
  func noDisguise(text: String) throws {
    #expect(try identifiers(in: text) == [])
  }

  @Test("an ampersand in a company's name is no escape")
  func ampersand() throws { #expect(try identifiers(in: "R&D; AT&T; 5%25") == ["ORG AT&T"]) }

  @Test("a layer decodes nothing in a text without its trait")
  func traits() {
    let layers: [(DisguiseTraits, ([UInt8]) -> [Reading.Replacement])] = [
      (.escape, EscapeDecoder.replacements), (.code, Base64Decoder.replacements),
      (.confusable, ConfusableDecoder.replacements), (.spokenSign, SpokenSignDecoder.replacements),
      (.numerals, NumeralDecoder.replacements), (.spaced, SpacingDecoder.replacements),
    ]
    let seed: UInt64 = 20_270_302
    var generator = SeededGenerator(seed: seed)
    for number in 0..<3000 {
      let hidden = Disguise.allCases.randomElement(using: &generator)!.apply(
        to: KnownIdentifier.make(&generator), &generator)
      let text = "note " + hidden + [" .", "，谢谢", "\n", " ok"].randomElement(using: &generator)!
      let bytes = NormalisedText(text).bytes
      for (trait, decode) in layers where !DisguiseTraits.of(bytes).contains(trait) {
        #expect(decode(bytes).isEmpty, "seed \(seed), text \(number): \(text)")
      }
    }
  }

  @Test("layers over each other, and every range maps back to whole scalars")
  func composition() {
    let text = NormalisedText("ａ%26%2364; b")
    let first = Reading(text).replacing(EscapeDecoder.replacements(in: text.bytes))
    let second = first.replacing(EscapeDecoder.replacements(in: first.text.bytes))
    #expect(String(decoding: second.text.bytes, as: UTF8.self) == "a@ b")
    #expect(second.firstRange(of: 1..<2) == 1..<(text.bytes.count - 2))
    #expect(second.firstRange(of: 0..<1) == 0..<1)
    #expect(second.firstRange(of: 2..<4) == (text.bytes.count - 2)..<text.bytes.count)
  }

  @Test("any disguise of any known identifier is covered whole")
  func everyDisguise() throws {
    let seed: UInt64 = 20_270_301
    var generator = SeededGenerator(seed: seed)
    var leaks: [String] = []
    for _ in 0..<3000 {
      let identifier = KnownIdentifier.make(&generator)
      let hidden = Disguise.allCases.randomElement(using: &generator)!.apply(to: identifier, &generator)
      let before = ["note: ", "他说", "x\n", "ok, "].randomElement(using: &generator)!
      let after = [" .", "，谢谢", "\n", " ok"].randomElement(using: &generator)!
      if try !isCovered(hidden, before: before, after: after) { leaks.append(before + hidden + after) }
    }
    #expect(leaks.isEmpty, "seed \(seed): \(leaks.count) of 3000: \(leaks.prefix(12))")
  }

  private func isCovered(_ hidden: String, before: String, after: String) throws -> Bool {
    var map = SurrogateMap()
    let spans = try deidentifier.deidentify(IdentifiedText(before + hidden + after), into: &map).spans
    let covered = Set(spans.flatMap { Array($0.range) })
    let start = before.unicodeScalars.count
    return hidden.unicodeScalars.enumerated().allSatisfy { offset, scalar in
      covered.contains(start + offset) || !(scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
    }
  }
}

/// Identifiers that are known by themselves, without words beside them.
enum KnownIdentifier {
  static func make(_ generator: inout SeededGenerator) -> String {
    switch Int.random(in: 0...4, using: &generator) {
    case 0: mobile(&generator)
    case 1: card(&generator)
    case 2: residentID(&generator)
    default: email(&generator)
    }
  }

  static func digits(_ count: Int, _ generator: inout SeededGenerator) -> String {
    (0..<count).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
  }

  private static func mobile(_ generator: inout SeededGenerator) -> String {
    "1\(Int.random(in: 3...9, using: &generator))" + digits(9, &generator)
  }

  private static func card(_ generator: inout SeededGenerator) -> String {
    let fifteen = "4" + digits(14, &generator)
    return (0...9).lazy.map { fifteen + String($0) }.first { CheckDigits.luhn($0.utf8.map(\.digitValue)) }!
  }

  private static func residentID(_ generator: inout SeededGenerator) -> String {
    let month = 10 + Int.random(in: 0...2, using: &generator)
    let body = "3101011978\(month)1\(Int.random(in: 0...9, using: &generator))" + digits(3, &generator)
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = CheckDigits.sum(body.utf8.map(\.digitValue), weights)
    return body + String("10X98765432".dropFirst(sum % 11).prefix(1))
  }

  private static func email(_ generator: inout SeededGenerator) -> String {
    let names = ["tamsin", "q.okoro", "lin_mei", "r2d2", "mary-ann"]
    let domains = ["northgate.org", "haidian.com", "kliniek.de", "mail.example.com"]
    return names.randomElement(using: &generator)! + "@" + domains.randomElement(using: &generator)!
  }
}

/// Ways to write an identifier so that a plain search misses it.
enum Disguise: CaseIterable {
  case none, fullWidth, invisible, confusable, spaced, dashed, words, chinese, entities, percent, base64, styled, marks

  func apply(to text: String, _ generator: inout SeededGenerator) -> String {
    let isNumber = text.utf8.allSatisfy(\.isASCIIDigit)
    switch self {
    case .none: return text
    case .fullWidth: return mapped(text) { Unicode.Scalar($0.value + 0xfee0)! }
    case .invisible:
      let marks = ["\u{200B}", "\u{2060}", "\u{202E}", "\u{00AD}", "\u{FEFF}"]
      return text.map { String($0) + (Bool.random(using: &generator) ? marks.randomElement(using: &generator)! : "") }
        .joined()
    case .confusable:
      let pairs = Dictionary(uniqueKeysWithValues: zip("aeopcxyi", "аеорсхуі"))
      return String(text.map { Bool.random(using: &generator) ? pairs[$0] ?? $0 : $0 })
    case .spaced: return text.map(String.init).joined(separator: " ")
    case .dashed: return isNumber ? text.map(String.init).joined(separator: "-") : text
    case .words:
      let words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
      if isNumber { return text.utf8.map { words[$0.digitValue] }.joined(separator: " ") }
      return text.replacing("@", with: " at ").replacing(".", with: text.contains("@") ? " dot " : ".")
    case .chinese:
      let characters = Array("零一二三四五六七八九")
      return isNumber ? String(text.utf8.map { characters[$0.digitValue] }) : text.replacing("@", with: "艾特")
    case .entities:
      return text.unicodeScalars.map {
        Bool.random(using: &generator) ? "&#\($0.value);" : "&#x\(String($0.value, radix: 16));"
      }.joined()
    case .percent: return text.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
    case .base64: return Data(text.utf8).base64EncodedString()
    case .styled:
      return mapped(text) { scalar in
        scalar.isASCIIDigit
          ? Unicode.Scalar(0x1d7ce + scalar.value - 0x30)!
          : (0x61...0x7a).contains(scalar.value) ? Unicode.Scalar(0x1d41a + scalar.value - 0x61)! : scalar
      }
    case .marks: return isNumber ? text.map { "\($0)\u{336}" }.joined() : text
    }
  }

  private func mapped(_ text: String, _ map: (Unicode.Scalar) -> Unicode.Scalar) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text.unicodeScalars.map(map))
    return String(view)
  }
}
