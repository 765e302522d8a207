extension DateText {
  /// Words that may stand in a date beside the month without being part of it.
  private static let fillers: Set<String> = [
    "of", "the", "day", "at", "on", "early", "late", "mid", "mon", "monday", "tue", "tues", "tuesday", "wed", "weds",
    "wednesday", "thu", "thur", "thurs", "thursday", "fri", "friday", "sat", "saturday", "sun", "sunday", "t",
  ]
  private static let ordinalEnds: Set<String> = ["st", "nd", "rd", "th"]

  /// 3 May 2021, May 3rd, 2021, Mon, 03-May-21, May 2021, May 3. One day only: "May 3-5" is none.
  init?(english text: String) {
    let words = DateWords(text)
    var months: [(index: Int, month: Int, form: MonthName.Form)] = []
    var ends: Set<Int> = []
    for index in words.words.indices {
      let word = words.letters(at: index)
      if word.isEmpty { continue }
      if let (month, form) = MonthName.read(word, isAbbreviated: words.words.isShortened(at: index)) {
        months.append((index, month, form))
      } else if Self.ordinalEnds.contains(word.lowercased()), !words.figures(at: index - 1).isEmpty {
        ends.insert(index)
      } else if !Self.fillers.contains(word.lowercased()) {
        return nil
      }
    }
    guard months.count == 1, let month = months.first,
      let numbers = Self.englishNumbers(words, month: month.index, ends)
    else { return nil }
    let fields = numbers.merging([month.index: (.month, month.month, .monthName(month.form))]) { first, _ in first }
    self.init(words, fields, skipped: ends)
  }

  private static func englishNumbers(_ words: DateWords, month: Int, _ ends: Set<Int>) -> [Int: (Part, Int, Style)]? {
    var fields: [Int: (Part, Int, Style)] = [:]
    var hasDay = false
    var hasYear = false
    for index in words.figures {
      let figures = words.figures(at: index)
      guard let value = Int(figures) else { return nil }
      let isYear = figures.count == 4 || figures.count == 2 && index > month && hasDay
      if isYear, !hasYear, index > month {
        fields[index] = (.year, value, .figures(width: figures.count, isOrdinal: false))
        hasYear = true
      } else if figures.count <= 2, !hasDay, !hasYear {
        let width = figures.hasPrefix("0") ? 2 : 1
        fields[index] = (.day, value, .figures(width: width, isOrdinal: ends.contains(index + 1)))
        hasDay = true
      } else {
        return nil
      }
    }
    return fields
  }
}

extension [DateWords.Word] {
  /// Whether the month at `index` is an abbreviation by what stands beside it: "May." and "03-May-21".
  fileprivate func isShortened(at index: Int) -> Bool {
    index + 1 < count && (self[index + 1] == .other(".") || self[index + 1] == .other("-"))
  }
}
