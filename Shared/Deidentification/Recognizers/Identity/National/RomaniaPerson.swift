/// CNP: sex and century, birth date, county, weights 279146358279 modulo 11.
///
/// Source: Ordonanța de urgență 97/2005.
extension CheckedNumber {
  static let romaniaPerson = CheckedNumber(
    name: "ro-cnp", lengths: [13], cues: ["cnp"], bareScore: 0.85,
    check: { digits in
      let rest = CheckDigits.sum(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
      return digits[0] > 0 && CalendarDay.isValid(month: digits[3...4], day: digits[5...6])
        && (rest == 10 ? 1 : rest) == digits[12]
    })
}
