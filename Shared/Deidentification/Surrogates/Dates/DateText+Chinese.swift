extension DateText {
  private static let units: [Character: Part] = ["年": .year, "月": .month, "日": .day, "号": .day]
  /// Other calendars and years that only the text tells.
  private static let unreadable = Set("农阴闰腊正民令平昭大今去前明初")

  /// 2016年4月17日, 二〇一六年四月十七日, 2016年4月, 4月17日.
  init?(chinese text: String) {
    guard text.contains(where: { Self.units[$0] != nil }), !text.contains(where: Self.unreadable.contains) else {
      return nil
    }
    self.init(pieces: [])
    var literal = ""
    var number = ""
    var gap = ""
    for character in text {
      if HanNumber.isFigure(character), gap.isEmpty {
        number.append(character)
      } else if let part = Self.units[character], !number.isEmpty {
        guard add(part, number, isFilled: Self.hasFilledField(text), after: literal) else { return nil }
        (literal, number, gap) = (gap + String(character), "", "")
      } else if number.isEmpty {
        literal.append(character)
      } else if character == " " {
        gap.append(character)
      } else {
        return nil
      }
    }
    guard number.isEmpty else { return nil }
    pieces.append(.literal(literal))
  }

  /// "04月": then days and months below ten have two figures.
  private static func hasFilledField(_ text: String) -> Bool { text.contains(#/(?:^|[^0-9])0[0-9]/#) }

  private mutating func add(_ part: Part, _ number: String, isFilled: Bool, after literal: String) -> Bool {
    guard let (value, style) = Self.read(number, part, isFilled), !has(part) else { return false }
    pieces += [.literal(literal), .field(part, style)]
    set(part, value)
    return true
  }

  private func has(_ part: Part) -> Bool {
    switch part {
    case .year: year != nil
    case .month: month != nil
    case .day: day != nil
    }
  }

  private static func read(_ number: String, _ part: Part, _ isFilled: Bool) -> (Int, Style)? {
    if let value = Int(number) {
      let width = part == .year ? number.count : isFilled ? 2 : 1
      return (value, .figures(width: width, isOrdinal: false))
    }
    if part == .year { return HanNumber.readFigures(number).map { ($0.value, .hanFigures(zero: $0.zero)) } }
    return HanNumber.read(number).map { ($0, .hanNumber) }
  }
}
