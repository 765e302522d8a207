/// AMKA: birth date, Luhn over eleven digits.
///
/// Source: Ν. 3655/2008 art. 153.
extension CheckedNumber {
  static let amka = CheckedNumber(
    name: "gr-amka", lengths: [11], cues: ["amka", "αμκα"], bareScore: 0.7,
    check: { CalendarDay.isValid(month: $0[2...3], day: $0[0...1]) && CheckDigits.luhn($0) })
}
