/// Rijksregisternummer: birth date, order, 97 less the rest modulo 97; those born from 2000 have a 2 before it.
///
/// Source: Koninklijk besluit of 3 April 1984 on the identification number.
extension CheckedNumber {
  static let belgiumCitizen = CheckedNumber(
    name: "be-national", lengths: [11], groups: [[2, 2, 2, 3, 2], [6, 3, 2], [6, 5]],
    cues: ["rijksregister", "rijksregisternummer", "national", "registre national", "insz", "niss", "nn"],
    bareScore: 0.85,
    check: { digits in
      guard CalendarDay.number(digits[2...3]) % 20 <= 12, CalendarDay.number(digits[4...5]) <= 31 else { return false }
      let check = CalendarDay.number(digits[9...10])
      return [[], [2]].contains { 97 - CheckDigits.remainder($0 + digits.prefix(9), 97) == check }
    })
}
