/// English names of the months.
enum MonthName {
  enum Length { case short, sept, full }

  struct Form: Equatable {
    var length: Length
    var letterCase: LetterCase
  }

  private static let names = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]

  /// The month and how it is written; nil for another word. `isAbbreviated` tells the two forms of "May" apart.
  static func read(_ word: Substring, isAbbreviated: Bool) -> (month: Int, form: Form)? {
    let lower = word.lowercased()
    guard let letterCase = LetterCase(word) else { return nil }
    if lower == "sept" { return (9, Form(length: .sept, letterCase: letterCase)) }
    if let index = names.firstIndex(of: lower), !(lower == "may" && isAbbreviated) {
      return (index + 1, Form(length: .full, letterCase: letterCase))
    }
    guard lower.count == 3, let index = names.firstIndex(where: { $0.hasPrefix(lower) }) else { return nil }
    return (index + 1, Form(length: .short, letterCase: letterCase))
  }

  static func text(of month: Int, _ form: Form) -> String {
    let name = names[month - 1]
    return switch form.length {
    case .full: form.letterCase.apply(to: name)
    case .short: form.letterCase.apply(to: String(name.prefix(3)))
    case .sept: form.letterCase.apply(to: String(name.prefix(month == 9 ? 4 : 3)))
    }
  }
}

/// How a word uses capitals.
enum LetterCase: Equatable {
  case lower, upper, capitalised

  /// nil for mixtures such as "McKay".
  init?(_ word: some StringProtocol) {
    let text = String(word)
    let capitalised = text.prefix(1).uppercased() + text.dropFirst().lowercased()
    switch text {
    case capitalised: self = .capitalised
    case text.uppercased(): self = .upper
    case text.lowercased(): self = .lower
    default: return nil
    }
  }

  func apply(to word: String) -> String {
    switch self {
    case .lower: word.lowercased()
    case .upper: word.uppercased()
    case .capitalised: word.prefix(1).uppercased() + word.dropFirst().lowercased()
    }
  }
}
