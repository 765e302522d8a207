import Foundation
import TestSupport
import Testing

@testable import Deidentification

/// A pattern that is searched around its anchors finds what it finds in a search of the whole text.
@Suite struct AnchorTests {
  private static let seed: UInt64 = 20_270_519

  /// Each built-in recognizer with its anchors and without.
  private static let pairs: [(name: String, anchored: PatternDetector, everywhere: PatternDetector)] =
    Recognizer.all.map { recognizer in
      var open = recognizer
      open.anchors = []
      return (recognizer.name, try! PatternDetector([recognizer]), try! PatternDetector([open]))
    }

  @Test("in texts put together from cues, numbers and names")
  func madeTexts() throws {
    var generator = SeededGenerator(seed: Self.seed)
    for number in 0..<400 {
      try compare(AnchorText.make(&generator), "seed \(Self.seed), text \(number)")
    }
  }

  @Test("in reference text", arguments: ["presidio_synth_en", "clinical_sample_en_zh", "boson_zh"])
  func referenceText(corpus: String) throws {
    guard let url = Fixtures.shared("deid/dev/\(corpus).jsonl") else {
      print("skipped: the reference set \(corpus) is not unpacked")
      return
    }
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    for (number, line) in lines.prefix(150).enumerated() {
      let document = try JSONDecoder().decode(GoldDocument.self, from: Data(line.utf8))
      try compare(document.text, "\(corpus), document \(number)")
    }
  }

  private func compare(_ text: String, _ hint: String) throws {
    let normalised = NormalisedText(text)
    for pair in Self.pairs {
      let anchored = Set(try pair.anchored.candidates(in: normalised).map(\.range))
      let everywhere = Set(try pair.everywhere.candidates(in: normalised).map(\.range))
      // Which of two matches that overlap is found depends on where a search starts.
      let lost = everywhere.subtracting(anchored).filter { range in !anchored.contains { $0.overlaps(range) } }
      #expect(lost.isEmpty, "\(pair.name), \(hint): \(lost.map { piece($0, normalised) })")
    }
  }

  private func piece(_ range: Range<Int>, _ text: NormalisedText) -> String {
    String(decoding: text.bytes[range], as: UTF8.self)
  }
}

/// Texts full of what patterns look for, true and nearly true.
enum AnchorText {
  private static let cues = [
    "MRN", "patient id", "medical record number", "policy no.", "SSN", "tel", "call me at", "fax:", "card ending in",
    "account no", "IBAN", "SWIFT/BIC", "swift code", "lot", "serial number", "license plate", "plate", "DL#",
    "zip code",
    "postal code", "born in", "age of", "aged", "turned", "ninety-one years old", "sentenced to three years", "from",
    "lives in", "address:", "city of", "near", "on Monday", "last week", "yesterday", "last summer", "admitted",
    "password is", "api_key=", "secret:", "username:", "twitter =", "wechat", "qq", "vx:", "no.", "nos.", "initials",
    "in", "since", "between", "the end of", "summer of", "P.O. Box", "Unit", "Flat 3,", "Apt", "Suite",
    "at Johns Hopkins",
    "Mercy General Hospital", "Tilbury Clinic", "Ashgrove Pharmaceuticals, Inc.", "he", "applicant", "电话", "手机号", "致电",
    "病历号", "住院号：", "身份证号", "护照", "银行卡号", "账号", "车牌", "住在", "家庭住址：", "籍贯", "收货地址", "微信", "密码是", "验证码", "年龄",
    "现年", "用户名", "生于", "去年", "本月", "邮编", "军官证", "护照号码 ", "通行证", "发票号码", "第一人民医院", "某某有限公司", "ID", "sn",
  ]
  private static let values = [
    "4417-2290", "KD-220417", "98765432", "123-45-6789", "415-555-0132", "+44 20 7946 0018", "(02) 9123 4567",
    "4111 1111 1111 1111", "GB82 WEST 1234 5698 7654 32", "DEUTDEFF500", "1EG4-TE5-MK73", "AB 12 34 56 C", "89801",
    "EC1A 1BB", "K1A 0B1", "12 Elm Street, Apt 4", "Lindenallee 12", "27 Avenue du Port", "Box 1234", "NV 89801",
    "Elko, NV", "Texas", "3 May 2021", "May 3rd, 2021 at 10:15", "03/04/2019", "2019-03-04", "3.4.19", "1998",
    "1998-1999",
    "21NOV", "the 9th", "17-19 April", "2 July and 6 August 2009", "March", "95", "104-year-old", "92 yrs", "94岁",
    "j.doe@northgate.org", "@tamsin_k", "http://x.org/a?b=c", "www.north.org", "portal.nhs.uk/login", "10.0.0.12",
    "fe80::1:2:3", "00:1b:44:11:3a:b7", "00-1B-44-11-3A-B7", "001b.4411.3ab7", "40.7128, -74.0060", "51° 30' 26\" N",
    "东经120.15度", "1M8GDM9A1KP042788", "AKIAIOSFODNN7EXAMPLE", "sk-abcdefghijklmnopqrstuv", "hunter2!", "-----BEGIN",
    "VPPFES11D16U903C", "VPP FES 11D16 U903C", "070649+2247", "CHE-172.889.767", "A123456(3)", "S1234567D",
    "13508803-K",
    "11010519491231002X", "91350100M000100Y43", "京A12345", "粤B·D1234", "南字第1234567号", "13812345678", "一三八一二三四五六七八",
    "010-62345678 转 12", "二〇二一年三月五日", "3月5日", "12月下旬", "正月初三", "15日下午", "2010年底", "1953年", "九十三岁",
    "江西省赣州市章贡区青年路90号", "C12345678", "E12345678", "31415/09, 2718/10 and 16180/11", "QVB", "J. Q. Vance",
    "Fernhollow", "Maple Ridge", "8 mg", "5", "12", "ABC", "x7", "9", "four years and two months' imprisonment",
  ]
  private static let links = [
    " ", " ", " ", ": ", ", ", "\n", "", " is ", "：", "，", "-", "/", "; ", " (", ") ", "。", "the ", "年",
  ]

  static func make(_ generator: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 2...14, using: &generator) {
      let list = Bool.random(using: &generator) ? cues : values
      let next = list.randomElement(using: &generator)!
      // A cue inside a word is none.
      let isGlued = text.utf8.last?.isASCIILetter == true && next.utf8.first?.isASCIILetter == true
      text += (isGlued ? " " : "") + next + links.randomElement(using: &generator)!
    }
    return text
  }
}
