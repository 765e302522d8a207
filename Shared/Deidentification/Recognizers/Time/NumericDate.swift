/// Dates of numbers: ISO 8601, day-month-year, month-day-year, with two- or four-digit years, and month/year.
///
/// Source: ISO 8601-1:2019 5.2.2; the common national orders of CLDR.
extension Recognizer {
  static let numericDate = Recognizer(
    name: "date-numeric", kind: .date, score: 0.9,
    pattern:
      #"(?:1[89]|20)[0-9]{2}[ ]?([\-/.])[ ]?[01]?[0-9][ ]?[\-/.][ ]?[0-3]?[0-9](?:[T ][0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?:\.[0-9]+)?(?:Z|[+-][0-2][0-9]:?[0-5][0-9])?)?|[0-3]?[0-9][ ]?[\-/.][ ]?[0-3]?[0-9][ ]?[\-/.][ ]?(?:(?:1[89]|20)[0-9]{2}|[0-9]{2})|(?:0?[1-9]|1[0-2])/(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[-/](?:0[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])/[0-3]?[0-9]|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[0-2][0-9][0-5][0-9](?:[0-5][0-9])?)?"#,
    anchors: [.mark(.date, before: 12, after: 40)],
    validate: { evidence in
      let whole = evidence.match
      let date = Evidence(text: evidence.text, match: whole, range: whole)
      guard date.isWholeNumber, isPlausible(date) else { return nil }
      return whole
    })

  private static func isPlausible(_ date: Evidence) -> Bool {
    let text = date.string
    let numbers = text.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
    switch numbers.count {
    case 1: return isCued(date)
    case 2: return text.utf8.count >= 6 ? true : isMonthDay(date, numbers)
    default: return isCalendarDate(numbers, text)
    }
  }

  private static func isCalendarDate(_ numbers: [Int], _ text: String) -> Bool {
    if numbers[0] > 31 { return (1...12).contains(numbers[1]) && (1...31).contains(numbers[2]) }
    // Three numbers with points are also section numbers and versions: then the year must have four digits.
    let isPointed = text.contains(".") && text.utf8.count < 8
    let isOrdered =
      (1...12).contains(numbers[0]) && (1...31).contains(numbers[1])
      || (1...31).contains(numbers[0]) && (1...12).contains(numbers[1])
    return isOrdered && !isPointed
  }

  /// "3/12" alone is a date only beside words of time; else it is a score, a ratio or a dose.
  private static func isMonthDay(_ date: Evidence, _ numbers: [Int]) -> Bool {
    guard (1...12).contains(numbers[0]), (1...31).contains(numbers[1]) else { return false }
    let before = date.before(14)
    return ["on ", "since ", "until ", "from ", "by ", "dated ", "date: ", "dob ", "dob: ", "seen ", "admitted "]
      .contains {
        before.hasSuffix($0)
      }
  }

  /// Eight digits are a date only after a word for one: record numbers look the same.
  private static func isCued(_ date: Evidence) -> Bool {
    let before = date.before(24)
    return ["dob", "born", "birth", "date", "on ", "出生", "生日", "日期", "|"].contains { before.contains($0) }
  }
}
