/// "上周三", "下个星期五": a day of the week told from the text's own, which dates a person's care. Days told by their
/// distance alone ("三天前") stay: an interval names no date. Source: 45 CFR 164.514(b)(2)(i)(C), elements of dates.
extension Recognizer {
  static let chineseRelativeDate = Recognizer(
    name: "date-relative-chinese", kind: .date, score: 0.3,
    pattern: "(?:上上?|本|这|下下?)个?(?:周|星期|礼拜)[一二三四五六日天]",
    anchors: [.words("周, 星期, 礼拜", before: 12, after: 12)],
    context: ["入院", "出院", "住院", "就诊", "复诊", "门诊", "来院", "转院", "手术", "预约", "确诊", "生日", "出生"],
    validate: { $0.range })
}
