/// Ages of 90 and more, which Safe Harbor counts as identifying; younger ones stay.
///
/// Source: 45 CFR 164.514(b)(2)(i)(C).
extension Recognizer {
  static let age = Recognizer(
    name: "age", kind: .age, score: 0.9,
    pattern:
      #"(?i)\b(9[0-9]|1[0-2][0-9])(?:[ \-]?(?:years?|yrs?|yo|y/o|y\.o\.?|yr)\b|[ \-]?(?:year|yr)s?[ \-]old|[ ]?[yYmMfF]\b)|\b(?:age[ds]?|aged)[: ]{1,2}(?:of )?(9[0-9]|1[0-2][0-9])\b|\bturn(?:ed|ing|s) (9[0-9]|1[01][0-9])\b"#,
    anchors: [.mark(.highAge, before: 16, after: 20)])

  static let ageInWords = Recognizer(
    name: "age-words", kind: .age, score: 0.9,
    pattern: #"(?i)\b(ninety(?:[ \-](?:one|two|three|four|five|six|seven|eight|nine))?)[ \-]years?[ \-]old"#,
    anchors: [.words("ninety", after: 40)])

  static let chineseAge = Recognizer(
    name: "age-chinese", kind: .age, score: 0.9,
    pattern:
      #"(9[0-9]|1[0-2][0-9])(?:周?岁|高龄|多岁|来岁)|(?:今年|年龄|现年|享年|虚岁|年届|高寿)[:: ]?(?:都|已经?)?(9[0-9]|1[0-2][0-9])(?:了|岁|周岁|,|,|。|$)|(九十[一二三四五六七八九]?|一百[零〇一二三四五六七八九十]*)(?:多|来)?周?岁"#,
    anchors: [.words("岁, 高龄, 今年, 年龄, 现年, 享年, 虚岁, 年届, 高寿", before: 24, after: 24)],
    validate: { evidence in
      !evidence.text.hasDigit(before: evidence.range.lowerBound)
        && !evidence.text.hasDigit(at: evidence.range.upperBound)
        ? evidence.range : nil
    })
}

extension NormalisedText {
  func hasDigit(at index: Int) -> Bool { index < bytes.count && bytes[index].isASCIIDigit }
}
