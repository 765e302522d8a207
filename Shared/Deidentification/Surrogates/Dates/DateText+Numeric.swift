extension DateText {
  /// 2016-04-17, 04/17/2016, 17.04.2016, 4/17/16, 20160417, 2016-04, 04/2016, each with a clock time after it.
  ///
  /// Where both readings of "04/05" are dates the month is first, as in the United States; with points the day is.
  init?(numeric text: String) {
    let words = DateWords(text)
    let places = words.figures
    let isClean = words.words.indices.allSatisfy {
      let letters = words.letters(at: $0)
      return letters.isEmpty || letters == "T" && !words.clock.isEmpty
    }
    guard isClean else { return nil }
    switch places.count {
    case 1:
      guard let compact = DateText(compact: words, at: places[0]) else { return nil }
      self = compact
    case 2...3:
      guard let order = Self.order(words, places) else { return nil }
      self.init(words, Self.fields(words, places, order))
    default: return nil
    }
  }

  private static func order(_ words: DateWords, _ places: [Int]) -> [Part]? {
    let texts = places.map { words.figures(at: $0) }
    let values = texts.map { Int($0) ?? 0 }
    let widths = texts.map(\.count)
    switch (widths[0], widths.last!, places.count) {
    case (4, 1...2, 3) where widths[1] <= 2: return [.year, .month, .day]
    case (1...2, 2, 3) where widths[1] <= 2, (1...2, 4, 3) where widths[1] <= 2:
      let isDayFirst = values[0] > 12 || values[1] <= 12 && words.words.contains(.other("."))
      return isDayFirst ? [.day, .month, .year] : [.month, .day, .year]
    case (4, 1...2, 2): return [.year, .month]
    case (1...2, 4, 2): return [.month, .year]
    case (1...2, 1...2, 2): return values[0] > 12 ? [.day, .month] : [.month, .day]
    default: return nil
    }
  }

  private static func fields(_ words: DateWords, _ places: [Int], _ order: [Part]) -> [Int: (Part, Int, Style)] {
    let short = zip(places, order).filter { $0.1 != .year }.map { words.figures(at: $0.0) }
    let isFilled = short.contains { $0.hasPrefix("0") } || short.allSatisfy { $0.count == 2 }
    var fields: [Int: (Part, Int, Style)] = [:]
    for (place, part) in zip(places, order) {
      let figures = words.figures(at: place)
      let width = part == .year ? figures.count : isFilled ? 2 : 1
      fields[place] = (part, Int(figures) ?? 0, .figures(width: width, isOrdinal: false))
    }
    return fields
  }

  /// 20160417, and a time of four or six figures after it.
  private init?(compact words: DateWords, at place: Int) {
    let figures = words.figures(at: place)
    guard [8, 12, 14].contains(figures.count), words.clock.isEmpty,
      let date = Int(figures.prefix(8))
    else { return nil }
    self.init(pieces: [])
    for (index, word) in words.words.enumerated() where index != place {
      guard case .other(let character) = word, index < place else { return nil }
      pieces.append(.literal(String(character)))
    }
    (year, month, day) = (date / 10_000, date / 100 % 100, date % 100)
    pieces += [
      .field(.year, .figures(width: 4, isOrdinal: false)), .field(.month, .figures(width: 2, isOrdinal: false)),
      .field(.day, .figures(width: 2, isOrdinal: false)), .literal(String(figures.dropFirst(8))),
    ]
  }
}
