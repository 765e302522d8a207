/// Less of an identifier, as the Safe Harbor method allows it.
///
/// Source: 45 CFR 164.514(b)(2)(i)(B) places, (C) dates and ages. Whatever cannot be read becomes `[KIND]`. The year of a
/// date that tells an age over 89 must go too, which no single span shows: redact such dates.
enum Generalisation {
  static func text(of identifier: SurrogateMap.Identifier) -> String {
    let text = String(decoding: NormalisedText(identifier.text).bytes, as: UTF8.self)
    let general: String? =
      switch identifier.kind {
      case .age: AgeBand.text(of: text)
      case .date: DateText(text)?.fullYear.map(String.init)
      case .location: WiderPlace.text(of: text)
      default: nil
      }
    return general ?? IdentifierOperator.bareKind(identifier.kind)
  }
}

/// "93 years old" → "90+ years old", "47岁" → "40-49岁".
enum AgeBand {
  /// From here all ages are one category: 45 CFR 164.514(b)(2)(i)(C).
  private static let oldest = 90

  static func text(of age: String) -> String? {
    let numbers = age.split(whereSeparator: { !("0"..."9").contains($0) })
    guard numbers.count == 1, let years = Int(numbers[0]), years < 150 else { return nil }
    let decade = years / 10 * 10
    let band = years >= oldest ? "\(oldest)+" : "\(decade)-\(decade + 9)"
    return age[..<numbers[0].startIndex] + band + age[numbers[0].endIndex...]
  }
}
