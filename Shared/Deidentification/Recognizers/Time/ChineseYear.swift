/// Parts of a year, and the year of a birth or a death: "2010年底", "2013年第一季度", "生于一九五三年".
extension Recognizer {
  static let chineseYear = Recognizer(
    name: "date-chinese-year", kind: .date, score: 0.85,
    pattern:
      "((?:19|20)[0-9]{2} ?年(?:末|底|初|春节?|夏|秋|冬|中期|[上下]半年|第?[一二三四1-4]季度))|(?:生于|出生于|卒于|逝世于|毕业于|去世于)((?:[0-9]{4}|[〇零○一二三四五六七八九]{4})年)|(?:19|20)[0-9]{2}年(?:出)?生",
    anchors: [.words("年", before: 30, after: 24)],
    validate: { $0.text.hasDigit(before: $0.range.lowerBound) ? nil : $0.range })
}
