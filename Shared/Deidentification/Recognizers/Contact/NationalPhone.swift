/// Telephone numbers as they are written at home, by country, without a cue.
///
/// Source: ITU-T E.164, national numbering plans of the ITU Operational Bulletin; ITU-T E.123 for the groups.
enum NationalPhone {
  /// Known by a trunk 0 and their groups. `#` is a digit, `_` one sign between groups, `~` such a sign or nothing.
  static let forms: [(country: String, forms: [String])] = [
    ("AR", ["011_####_####", "11_15_####_####"]),
    ("AT", ["06[5-9]#_######", "06[5-9]#_###_##_##", "01_#######"]),
    ("AU", ["04##~###~###", "\\(0[2378]\\) ?####_####", "0[2378]_####_####", "1[38]00_###_###"]),
    ("BE", ["04[5-9]#~##~##~##", "0[1-9]#_##_##_##", "0[2349]_###_##_##"]),
    ("BR", ["\\([1-9]#\\) ?9?####_####", "[1-9]#_9####_####"]),
    ("CH", ["0[1-9]#~###~##~##"]),
    (
      "DE",
      [
        "01[5-7]#_#######", "01[5-7]#~########", "01[5-7]#_###_####", "01[5-7]#_####_###", "0[2-9]##_######",
        "0[2-9]##_#######", "0[2-9]#_########", "030_#######", "0[2-9]###_#####", "0[2-9]###_######",
      ]
    ),
    ("ES", ["[679]##_##_##_##", "[89]00_###_###"]),
    ("FI", ["0[45]#_#######", "0[45]#_###_####"]),
    ("FR", ["0[1-9]~##~##~##~##"]),
    (
      "GB",
      [
        "07###~######", "07###_###_###", "07##_####_###", "02#~####~####", "\\(02#\\) ?####_####", "01###_######",
        "\\(01###\\) ?######", "01##_###_####", "0[38]0#~###~####",
      ]
    ),
    ("GR", ["69#_###_####", "21#_###_####"]),
    ("HU", ["06_[237]0_###_####", "06_1_###_####"]),
    ("ID", ["08##_####_####", "08##_####_###", "021_####_####"]),
    ("IE", ["08[356789]_###_####", "01_###_####"]),
    ("IL", ["05#_###_####", "05#_#######", "0[23489]_###_####"]),
    ("IN", ["0?[6-9]####_#####", "0##_####_####"]),
    ("IT", ["3[2-9]#_###_####", "3[2-9]#_#######", "0[1-9]##_#######", "0[26]_########"]),
    ("JP", ["0[789]0_####_####", "0[36]_####_####", "0##_###_####", "0120_###_###"]),
    ("KR", ["01[016-9]_####_####", "01[016-9]_###_####", "02_####_####", "0[3-6][1-5]_####_####"]),
    ("MX", ["\\(55\\) ?####_####", "55_####_####"]),
    ("MY", ["01#_###_####", "01#_####_####", "03_####_####"]),
    ("NL", ["06_########", "06_##_##_##_##", "0[1-57]#_###_##_##", "0[1-57]#_#######", "0[1-57]##_######"]),
    ("NO", ["[49]##_##_###"]),
    ("NZ", ["02[1-9]_###_####", "02[1-9]_###_###", "0[3-9]_###_####"]),
    ("PH", ["09##_###_####"]),
    ("PL", ["\\(##\\) ?###_##_##"]),
    ("PT", ["9[1236]#_###_###"]),
    ("RO", ["07##_###_###", "02#_###_####"]),
    ("RU", ["8 ?\\(###\\) ?###_##_##", "8_9##_###_##_##", "89##~###~##~##"]),
    ("SE", ["07#_###_##_##", "08_###_###_##", "0[1-9]##_##_##_##"]),
    ("TH", ["0[689]#_###_####", "02_###_####"]),
    ("TR", ["\\(?05##\\)?_###_##_##"]),
    ("TW", ["09##_###_###", "\\(02\\) ?####_####", "0[2-8]_####_####"]),
    ("UA", ["0[3-9]#_###_##_##"]),
    ("ZA", ["0[1-8]#_###_####"]),
  ]

  /// RE2 of the forms.
  static let pattern = "(?:" + forms.flatMap(\.forms).map(expression).joined(separator: "|") + ")\\b" + ending

  private static let ending = #"(?:\s?(?:x|ext\.?|extension)\s?[0-9]{1,6})?"#

  private static func expression(_ form: String) -> String {
    form.replacing("#", with: "[0-9]").replacing("_", with: #"[ .\-/]"#).replacing("~", with: #"[ .\-/]?"#)
  }
}

extension Recognizer {
  static let nationalPhone = Recognizer(
    name: "phone-national", kind: .phone, score: 0.75, pattern: NationalPhone.pattern,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { $0.isWholeNumber && $0.hasOneSign && !$0.followsCode ? $0.range : nil })

  /// Groups that other numbers have too, with a word for a telephone near them.
  static let loosePhone = Recognizer(
    name: "phone-loose", kind: .phone, score: 0.2,
    pattern:
      #"\(?[0-9]{2,5}\)?(?:[ .\-/][0-9]{2,8}){1,4}|[0-9]{7,11}"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    context: [
      "phone", "tel", "mobile", "cell", "fax", "call", "contact", "whatsapp", "answering", "messages", "text me",
      "dial",
      "reach", "ring", "voicemail", "registered", "office", "hotline", "pager", "电话", "手机", "联系", "致电", "拨打", "短信",
      "来电",
    ],
    validate: { (7...12).contains($0.digits.count) && $0.isWholeNumber && !$0.isDateOrRange ? $0.range : nil },
    resumesInside: false)
}

extension Evidence {
  /// One kind of sign between the groups: "020 7946-0018" is written too, "01/02 2023" is something else.
  fileprivate var hasOneSign: Bool {
    !bytes.contains(UInt8(ascii: "/")) || Set(bytes.filter { !$0.isASCIIDigit }).count == 1
  }

  /// A number of something else, by the word before it.
  fileprivate var followsCode: Bool {
    let before = before(12)
    return ["isbn ", "isbn: ", "issn ", "doi ", "pmid ", "pmid: ", "version ", "v", "order ", "#"].contains {
      before.hasSuffix($0)
    }
  }

  /// "2019-2020", "12.05.2023": years and days.
  fileprivate var isDateOrRange: Bool {
    let parts = bytes.split { !$0.isASCIIDigit }
    guard parts.count <= 3, parts.allSatisfy({ $0.count <= 4 }) else { return false }
    return parts.contains { $0.count == 4 && ($0.starts(with: "19".utf8) || $0.starts(with: "20".utf8)) }
  }
}
