/// A date as it is written: its fields, and the text between them, so that another date can be written the same way.
struct DateText {
  enum Part { case year, month, day }

  /// How a field is written.
  enum Style: Equatable {
    /// Figures, filled up with zeros to `width`; an ordinal has "st", "nd", "rd" or "th" after it.
    case figures(width: Int, isOrdinal: Bool)
    case monthName(MonthName.Form)
    /// 二〇一六
    case hanFigures(zero: Character)
    /// 十七
    case hanNumber
  }

  enum Piece {
    case literal(String)
    case field(Part, Style)
  }

  var pieces: [Piece] = []
  var year: Int?
  var month: Int?
  var day: Int?

  /// Reads Chinese, English and numeric dates. nil for what it cannot write again: lunar days, eras, ranges, words.
  init?(_ text: String) {
    guard let read = DateText(chinese: text) ?? DateText(english: text) ?? DateText(numeric: text), read.isPlausible
    else { return nil }
    self = read
  }

  init(pieces: [Piece]) { self.pieces = pieces }

  /// The year with its century: two digits stand for 1950 to 2049.
  var fullYear: Int? { year.map { $0 >= 100 ? $0 : $0 < 50 ? 2000 + $0 : 1900 + $0 } }

  private var isPlausible: Bool {
    switch (fullYear, month, day) {
    case (let year?, let month?, let day?): CivilDay(year: year, month: month, day: day).exists
    case (nil, let month?, let day?): CivilDay(year: 2000, month: month, day: day).exists
    case (_?, let month?, nil): (1...12).contains(month)
    default: false
    }
  }

  /// The date written with other fields.
  var text: String {
    pieces.map { piece in
      switch piece {
      case .literal(let text): text
      case .field(.year, let style): style.text(of: year ?? 0)
      case .field(.month, let style): style.text(of: month ?? 0)
      case .field(.day, let style): style.text(of: day ?? 0)
      }
    }.joined()
  }

  mutating func set(_ part: Part, _ value: Int) {
    switch part {
    case .year: year = value
    case .month: month = value
    case .day: day = value
    }
  }
}

extension DateText.Style {
  func text(of value: Int) -> String {
    switch self {
    case .figures(let width, let isOrdinal):
      let number = width == 2 ? value % 100 : value
      let figures = String(number)
      let filled = String(repeating: "0", count: max(0, width - figures.count)) + figures
      return isOrdinal ? filled + Self.ordinalEnd(number) : filled
    case .monthName(let form): return MonthName.text(of: value, form)
    case .hanFigures(let zero): return HanNumber.figures(of: value, zero: zero)
    case .hanNumber: return HanNumber.text(of: value)
    }
  }

  private static func ordinalEnd(_ number: Int) -> String {
    if (11...13).contains(number % 100) { return "th" }
    return [1: "st", 2: "nd", 3: "rd"][number % 10] ?? "th"
  }
}
