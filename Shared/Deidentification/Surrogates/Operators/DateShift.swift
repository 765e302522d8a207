/// Dates moved by the subject's weeks, so that the order of dates, the days between them and the days of the week stay.
///
/// A date without its day moves by the same time in whole months; one without its year moves in the year and may cross
/// its end. Dates that cannot be written again (lunar days, ranges, "last week") have no likeness.
enum DateShift {
  /// nil where there is none that can be told from the rest of the conversation.
  static func likeness(of identifier: SurrogateMap.Identifier, _ keys: SurrogateKeys, _ map: inout SurrogateMap)
    -> String?
  {
    if let known = map.likenesses.texts[identifier] { return known }
    guard identifier.kind == .date, let shifted = shifted(identifier.text, weeks: keys.weeksShifted),
      map.insert(identifier, asLikeness: shifted)
    else { return nil }
    return shifted
  }

  static func shifted(_ text: String, weeks: Int) -> String? {
    guard var date = DateText(text), date.text == text else { return nil }
    switch (date.fullYear, date.month, date.day) {
    case (let year?, let month?, let day?):
      date.set(CivilDay(number: CivilDay(year: year, month: month, day: day).number + 7 * weeks))
    case (let year?, let month?, nil):
      let months = year * 12 + month - 1 + Self.months(weeks)
      (date.year, date.month) = (months / 12, months % 12 + 1)
    case (nil, let month?, let day?):
      // A fraction of two small numbers is not told from other fractions.
      guard date.isWordy else { return nil }
      let year = month == 2 && day == 29 ? 2000 : 2001
      let moved = CivilDay(number: CivilDay(year: year, month: month, day: day).number + 7 * weeks)
      (date.month, date.day) = (moved.month, moved.day)
    default: return nil
    }
    return date.text
  }

  private static func months(_ weeks: Int) -> Int {
    let months = Int((Double(weeks) * 7 * 12 / 365.2425).rounded())
    return months == 0 ? weeks.signum() : months
  }
}

extension DateText {
  fileprivate mutating func set(_ day: CivilDay) {
    (self.year, self.month, self.day) = (day.year, day.month, day.day)
  }

  fileprivate var isWordy: Bool {
    pieces.contains { piece in
      switch piece {
      case .literal(let text): text.contains("月")
      case .field(_, let style): style.isName
      }
    }
  }
}

extension DateText.Style {
  fileprivate var isName: Bool { if case .monthName = self { true } else { false } }
}
