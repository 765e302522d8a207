/// Resident registration number: birth date, sex and century, weights 2 to 9 and 2 to 5 modulo 11.
///
/// Source: 주민등록법 시행규칙 제2조. Numbers given out since October 2020 keep the form, not the check.
extension CheckedNumber {
  static let koreaResident = CheckedNumber(
    name: "kr-rrn", lengths: [13], groups: [[6, 7]], cues: ["rrn", "resident registration", "주민등록번호", "주민번호"],
    groupedScore: 0.95, bareScore: 0.85,
    check: { digits in
      CalendarDay.isValid(month: digits[2...3], day: digits[4...5])
        && (11 - CheckDigits.sum(digits, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10 == digits[12]
    })
}
