/// Source: Ministry of Industry and Information Technology numbering plan: mobiles 1[3-9] with 11 digits, area codes of
/// 2 or 3 digits after 0, 400/800 service numbers.
extension Recognizer {
  static let chineseMobile = Recognizer(
    name: "phone-chinese-mobile", kind: .phone, score: 0.95,
    pattern:
      #"(?:(?:\+|00)?86[ \-]?)?1[3-9][0-9][ \-.]?(?:[0-9]{4}[ \-.]?[0-9]{4}|[0-9]{3}[ \-.]?[0-9]{5}|[0-9]{2}[ \-.][0-9]{3}[ \-.][0-9]{3})"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { $0.isWholeNumber ? $0.range : nil })

  /// 一三八…: the same number in words.
  static let chineseMobileInWords = Recognizer(
    name: "phone-chinese-mobile-words", kind: .phone, score: 0.95,
    pattern:
      #"[一幺][三四五六七八九][〇零○Oo一二三四五六七八九幺两]{9}|[一幺][三四五六七八九][〇零○一二三四五六七八九幺两][ \-]?[〇零○一二三四五六七八九幺两]{4}[ \-]?[〇零○一二三四五六七八九幺两]{4}"#,
    anchors: [.words("一三, 一四, 一五, 一六, 一七, 一八, 一九, 幺三, 幺四, 幺五, 幺六, 幺七, 幺八, 幺九", after: 60)])

  static let chineseLandline = Recognizer(
    name: "phone-chinese-landline", kind: .phone, score: 0.9,
    pattern:
      #"(?:(?:\+|00)?86[ \-]?)?\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ \-][2-9][0-9]{2,3}[ \-]?[0-9]{4}(?:[ \-转][0-9]{1,5})?|(?:400|800)[ \-][0-9]{3,4}[ \-]?[0-9]{3,4}|(?:0(?:10|2[0-9])[2-9][0-9]{7}|0[3-9][0-9]{2}[2-9][0-9]{6,7})"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { $0.isWholeNumber ? $0.range : nil })
}
