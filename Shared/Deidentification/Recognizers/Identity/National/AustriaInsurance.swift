/// Sozialversicherungsnummer: order, check digit (weights 3, 7, 9, 5, 8, 4, 2, 1, 6 modulo 11), birth date.
///
/// Source: Dachverband der Sozialversicherungsträger; § 31 ASVG.
extension CheckedNumber {
  static let austriaInsurance = CheckedNumber(
    name: "at-svnr", lengths: [10], groups: [[4, 6]],
    cues: ["svnr", "sv-nr", "sv-nummer", "sozialversicherungsnummer", "versicherungsnummer"], bareScore: 0.55,
    check: { digits in
      digits[0] > 0 && CalendarDay.isValid(month: digits[6...7], day: digits[4...5])
        && CheckDigits.sum(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == digits[3]
    })
}
