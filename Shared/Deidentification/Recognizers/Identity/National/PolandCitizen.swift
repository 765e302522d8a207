/// PESEL: birth date (the century in the month), weights 1, 3, 7, 9 modulo 10.
///
/// Source: Ustawa o ewidencji ludności, 24 September 2010, art. 15.
extension CheckedNumber {
  static let pesel = CheckedNumber(
    name: "pl-pesel", lengths: [11], cues: ["pesel"], bareScore: 0.85,
    check: { digits in
      let month = CalendarDay.number(digits[2...3]) % 20
      return CalendarDay.isValid(month: month, day: CalendarDay.number(digits[4...5]))
        && CheckDigits.sum(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0
    })
}
