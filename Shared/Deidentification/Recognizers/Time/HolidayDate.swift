/// "Christmas 2019", "2021年国庆节": a holiday of a year is a day, where it dates a person's care or birth.
/// Source: 45 CFR 164.514(b)(2)(i)(C), elements of dates.
extension Recognizer {
  static let holiday = Recognizer(
    name: "date-holiday", kind: .date, score: 0.3,
    pattern:
      #"(?i)\b(?:christmas|easter|thanksgiving|new year'?s|independence day|labou?r day|halloween)(?: (?:day|eve|sunday|monday))?,? (?:of )?(?:19|20)[0-9]{2}\b"#,
    anchors: [
      .words("christmas, easter, thanksgiving, new year, independence day, labor day, labour day, halloween", after: 40)
    ],
    context: [
      "patient", "admitted", "discharged", "visited", "presented", "hospital", "evaluated", "seen at", "seen by",
      "seen in", "appointment", "mrn", "surgery", "born", "diagnosed",
    ])

  static let chineseHoliday = Recognizer(
    name: "date-holiday-chinese", kind: .date, score: 0.3,
    pattern: "(?:19|20)[0-9]{2} ?年(?:的)?(?:国庆节?|春节|中秋节?|端午节?|清明节?|元旦|除夕|元宵节?|劳动节|重阳节?)",
    anchors: [
      .words("国庆, 春节, 中秋, 端午, 清明, 元旦, 除夕, 元宵, 劳动节, 重阳", before: 24, after: 12)
    ],
    context: ["入院", "出院", "住院", "就诊", "复诊", "门诊", "来院", "转院", "手术", "预约", "确诊", "生日", "出生"],
    validate: { $0.range })
}
