/// EGN: birth date (the century in the month), weights 2, 4, 8, 5, 10, 9, 7, 3, 6 modulo 11.
///
/// Source: Наредба № РД-02-20-9 of 2012 on the civil register.
extension CheckedNumber {
  static let bulgariaPerson = CheckedNumber(
    name: "bg-egn", lengths: [10], cues: ["egn", "егн"], bareScore: 0.55,
    check: { digits in
      let month = CalendarDay.number(digits[2...3]) % 20
      return CalendarDay.isValid(month: month, day: CalendarDay.number(digits[4...5]))
        && CheckDigits.sum(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == digits[9]
    })
}
