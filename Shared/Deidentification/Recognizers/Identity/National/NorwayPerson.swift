/// Fødselsnummer: birth date (day plus 40 for a D-nummer), two check digits modulo 11.
///
/// Source: Folkeregisterloven § 2-2; Skatteetaten.
extension CheckedNumber {
  static let norwayPerson = CheckedNumber(
    name: "no-fodselsnummer", lengths: [11], groups: [[6, 5]],
    cues: ["fødselsnummer", "fodselsnummer", "fnr", "personnummer", "d-nummer"], bareScore: 0.9,
    check: { digits in
      let day = CalendarDay.number(digits[0...1])
      return CalendarDay.isValid(month: CalendarDay.number(digits[2...3]), day: day > 40 ? day - 40 : day)
        && CheckDigits.sum(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 == 0
        && CheckDigits.sum(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
    })
}
