import TestSupport

@testable import Deidentification

/// Numbers with letters in them, made at random by the rules of their kinds, put into texts of which some say what they
/// are: how many stay in sight.
///
/// The check characters are reckoned here, apart from the validators. Sources of the forms are named there.
struct LetteredNumberMeasure {
  struct Kind: Sendable {
    let name: String
    /// Whether the form alone must be enough.
    let standsAlone: Bool
    let cues: [String]
    let chineseCues: [String]
    let make: @Sendable (inout Drawing) -> String
    /// Other ways to write what was made.
    var forms: @Sendable (String) -> [String] = { [$0] }
  }

  /// Texts that say nothing of what a number is.
  private static let bare = [
    "#", "We keep # for now.", "(#)", "填的是#，请核对。", "ask for # at the desk", "Is # correct?", "#，多谢",
  ]
  private static let cued = [
    "@: #", "@ #", "our @ is #", "@ number #.", "The @ no. # has expired", "(@ #)", "@\t#", "@=#", "# is my @", "@ - #",
    "@ on file: #", "her @ was # and his is lost",
  ]
  private static let chineseCued = ["@：#", "@是#。", "我的@为#，麻烦查一下", "@#", "@号码：#", "（@：#）", "#（@）", "@ #"]

  private(set) var texts: [(kind: String, text: String, number: String)] = []

  init(seed: UInt64, each: Int) {
    var drawing = Drawing(generator: SeededGenerator(seed: seed))
    for kind in Self.kinds {
      for template in Self.templates(of: kind) {
        for _ in 0..<each {
          for number in kind.forms(kind.make(&drawing)) {
            texts.append((kind.name, template.replacing("#", with: number), number))
          }
        }
      }
    }
  }

  private static func templates(of kind: Kind) -> [String] {
    let english = kind.cues.flatMap { cue in cued.map { $0.replacing("@", with: cue) } }
    let chinese = kind.chineseCues.flatMap { cue in chineseCued.map { $0.replacing("@", with: cue) } }
    return (kind.standsAlone ? bare : []) + english + chinese
  }

  /// What still shows letters or digits of its number.
  func leaks() throws -> [String] {
    try texts.filter { entry in
      let left = try deidentified(entry.text)
      // Shorter parts without a digit may be in a placeholder.
      let parts = entry.number.split { !($0.isLetter || $0.isNumber) }.filter { part in
        part.count > 3 || part.count > 1 && part.contains(where: \.isNumber)
      }
      return parts.contains { left.contains($0) }
    }.map { "\($0.kind): \($0.text)" }
  }
}

/// Random letters and digits.
struct Drawing {
  var generator: SeededGenerator

  static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

  mutating func digits(_ count: Int) -> String { from("0123456789", count) }
  mutating func letters(_ count: Int) -> String { from(Self.letters, count) }
  mutating func from(_ characters: String, _ count: Int = 1) -> String {
    String((0..<count).map { _ in characters.randomElement(using: &generator)! })
  }
  mutating func one(of values: [String]) -> String { values.randomElement(using: &generator)! }
  mutating func number(_ range: ClosedRange<Int>) -> String {
    let text = String(Int.random(in: range, using: &generator))
    return text.count < 2 ? "0" + text : text
  }
}

// MARK: Kinds

extension LetteredNumberMeasure {
  private static let kinds: [Kind] = [
    Kind(
      name: "IBAN", standsAlone: true, cues: ["IBAN", "bank account"], chineseCues: ["银行账号"],
      make: { draw in
        let (country, length) = [("DE", 18), ("FR", 23), ("ES", 20), ("PL", 24), ("CH", 17)]
          .randomElement(using: &draw.generator)!
        let body = draw.digits(length)
        let check = 98 - remainder(of: body + value(country) + "00", 97)
        return country + (check < 10 ? "0" : "") + "\(check)" + body
      }, forms: { [$0, $0.lowercased(), grouped($0, 4, " "), grouped($0, 4, "-")] }),
    Kind(
      name: "NINO", standsAlone: true, cues: ["NI number", "National Insurance"], chineseCues: [],
      make: { $0.from("ABCEHJLMPRSTWXY") + $0.from("ABCEHJLMPRSWXY") + $0.digits(6) + $0.from("ABCD") },
      forms: { [$0, $0.lowercased(), grouped($0, 2, " "), grouped($0, 2, "-")] }),
    Kind(
      name: "PAN", standsAlone: true, cues: ["PAN"], chineseCues: [],
      make: { $0.letters(3) + $0.from("ABCFGHJLPT") + $0.letters(1) + $0.digits(4) + $0.letters(1) },
      forms: { [$0, $0.lowercased(), "\($0.prefix(5)) \($0.dropFirst(5).prefix(4)) \($0.suffix(1))"] }),
    Kind(
      name: "NRIC", standsAlone: true, cues: ["NRIC"], chineseCues: ["身份证"],
      make: { draw in
        let series = draw.from("ST")
        let digits = draw.digits(7)
        let sum = weighted(digits, [2, 7, 6, 5, 4, 3, 2]) + (series == "T" ? 4 : 0)
        return series + digits + String(Array("JZIHGFEDCBA")[sum % 11])
      }, forms: { [$0, $0.lowercased(), "\($0.prefix(1)) \($0.dropFirst().prefix(7)) \($0.suffix(1))"] }),
    Kind(
      name: "VIN", standsAlone: true, cues: ["VIN", "chassis"], chineseCues: ["车架号", "车辆识别代号"],
      make: { draw in
        let plain = "ABCDEFGHJKLMNPRSTUVWXYZ"
        let head = draw.from(plain) + draw.from(plain + "0123456789", 7)
        let tail = draw.from(plain + "0123456789", 3) + draw.digits(5)
        return head + vinCheck(head + "0" + tail) + tail
      }, forms: { [$0, $0.lowercased()] }),
    Kind(
      name: "DNI", standsAlone: true, cues: ["DNI"], chineseCues: [],
      make: { draw in
        let digits = draw.digits(8)
        return digits + String(Array("TRWAGMYFPDXBNJZSQVHLCKE")[Int(digits)! % 23])
      }, forms: { [$0, $0.lowercased(), "\($0.prefix(8))-\($0.suffix(1))"] }),
    Kind(
      name: "身份证", standsAlone: true, cues: ["ID card"], chineseCues: ["身份证号", "证件号"],
      make: { draw in
        let date = draw.number(1940...2012) + draw.number(1...12) + draw.number(1...28)
        let body = draw.one(of: ["110105", "310104", "440305", "510107"]) + date + draw.digits(3)
        let sum = weighted(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
        return body + String(Array("10X98765432")[sum % 11])
      }, forms: { [$0, $0.lowercased()] }),
    Kind(
      name: "Medicare", standsAlone: true, cues: ["Medicare"], chineseCues: [],
      make: { draw in
        let letters = "ACDEFGHJKMNPQRTUVWXY"
        return draw.from("123456789") + draw.from(letters, 2) + draw.digits(1) + draw.from(letters, 2) + draw.digits(1)
          + draw.from(letters, 2) + draw.digits(2)
      }, forms: { [$0, $0.lowercased(), "\($0.prefix(4))-\($0.dropFirst(4).prefix(3))-\($0.suffix(4))"] }),
    Kind(
      name: "GB licence", standsAlone: true, cues: ["driving licence"], chineseCues: ["驾驶证号"],
      make: {
        $0.letters(5) + $0.digits(1) + $0.number(1...12) + $0.number(1...28) + $0.digits(1) + $0.letters(2)
          + $0.digits(1)
          + $0.letters(2)
      }),
    Kind(
      name: "车牌", standsAlone: true, cues: [], chineseCues: ["车牌", "车牌号"],
      make: { $0.from("京沪渝冀豫苏浙赣鄂桂粤川琼") + $0.from("ABCDEFGH") + $0.from("ABCDEFGH") + $0.digits(4) },
      forms: { [$0, "\($0.prefix(2))·\($0.dropFirst(2))"] }),
    Kind(
      name: "GB plate", standsAlone: false, cues: ["registration", "number plate", "reg"], chineseCues: ["车牌"],
      make: { $0.from("ABCDEFGHKLMNOPRSVWY", 2) + $0.number(51...74) + $0.from("ABCDEFGHJKLMNOPRSTUVWXYZ", 3) },
      forms: { [$0, "\($0.prefix(4)) \($0.suffix(3))"] }),
    Kind(
      name: "US plate", standsAlone: false, cues: ["license plate", "plate"], chineseCues: [],
      make: { $0.letters(3) + $0.digits(4) },
      forms: { [$0, "\($0.prefix(3)) \($0.suffix(4))", "\($0.prefix(3))-\($0.suffix(4))"] }),
    Kind(
      name: "passport", standsAlone: false, cues: ["passport", "passport number"], chineseCues: ["护照", "护照号"],
      make: { draw in
        draw.one(of: [
          draw.letters(1) + draw.digits(8), draw.letters(2) + draw.digits(7), draw.digits(9),
          "E" + draw.letters(1) + draw.digits(7),
        ])
      }),
    Kind(
      name: "permit", standsAlone: false, cues: ["travel permit"], chineseCues: ["港澳通行证", "回乡证", "台胞证"],
      make: { $0.from("CHWM") + $0.digits(8) }),
    Kind(
      name: "record", standsAlone: false, cues: ["MRN", "medical record", "chart", "patient ID", "UHID"],
      chineseCues: [],
      make: { draw in
        draw.one(of: [
          draw.letters(2) + draw.digits(6), draw.letters(3) + "-" + draw.digits(6), draw.digits(7),
          draw.digits(3) + "-" + draw.digits(2) + "-" + draw.digits(3) + draw.letters(1),
          "H" + draw.digits(6) + draw.letters(1),
        ])
      }),
    Kind(
      name: "病历", standsAlone: false, cues: [], chineseCues: ["病历号", "住院号", "门诊号", "病案号", "就诊卡号", "医保卡号", "检查号"],
      make: { draw in
        draw.one(of: [
          "MZ" + draw.digits(8), "ZY" + draw.digits(6), draw.letters(1) + draw.digits(9),
          draw.letters(2) + "-" + draw.digits(6),
        ])
      }),
    Kind(
      name: "member", standsAlone: false,
      cues: ["member ID", "policy", "insurance", "health plan", "subscriber", "group"],
      chineseCues: ["保单号", "会员号"],
      make: { draw in
        draw.one(of: [
          draw.letters(3) + draw.digits(9), draw.letters(1) + draw.digits(8),
          draw.letters(2) + draw.digits(4) + "-" + draw.digits(4),
        ])
      }),
  ]
}

// MARK: Check characters

extension LetteredNumberMeasure {
  private static func grouped(_ text: String, _ size: Int, _ separator: String) -> String {
    stride(from: 0, to: text.count, by: size).map { text.dropFirst($0).prefix(size) }.joined(separator: separator)
  }

  /// Letters as numbers from 10.
  private static func value(_ text: String) -> String { text.map { String(Int(String($0), radix: 36)!) }.joined() }

  private static func remainder(of digits: String, _ modulus: Int) -> Int {
    digits.reduce(0) { ($0 * 10 + $1.wholeNumberValue!) % modulus }
  }

  private static func weighted(_ digits: String, _ weights: [Int]) -> Int {
    zip(digits, weights).reduce(0) { $0 + $1.0.wholeNumberValue! * $1.1 }
  }

  private static func vinCheck(_ characters: String) -> String {
    let letters = Array("ABCDEFGH.JKLMN.P.R..STUVWXYZ")
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    let sum = zip(characters, weights).reduce(0) { sum, next in
      let place = letters.firstIndex(of: next.0).map { $0 < 8 ? $0 + 1 : $0 < 18 ? $0 - 8 : $0 - 18 }
      return sum + (next.0.wholeNumberValue ?? place!) * next.1
    }
    return sum % 11 == 10 ? "X" : String(sum % 11)
  }
}
