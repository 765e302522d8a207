/// Rodné číslo: birth date (month plus 50 for women), the last digit is the rest of the others modulo 11, 0 for 10.
///
/// Source: Zákon č. 133/2000 Sb.
extension CheckedNumber {
  static let czechPerson = CheckedNumber(
    name: "cz-rodne-cislo", lengths: [10], groups: [[6, 4]], cues: ["rodné číslo", "rodne cislo", "rč", "rodné"],
    check: { digits in
      let month = CalendarDay.number(digits[2...3]) % 50
      return CalendarDay.isValid(month: month > 20 ? month - 20 : month, day: CalendarDay.number(digits[4...5]))
        && CheckDigits.remainder(digits.prefix(9), 11) % 10 == digits[9]
    })
}
