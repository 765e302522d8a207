/// Isikukood and asmens kodas: sex and century, birth date, two rounds of weights modulo 11.
///
/// Source: Estonian standard EVS 585:2007; Lithuanian Law on the Population Register.
extension CheckedNumber {
  static let balticPerson = CheckedNumber(
    name: "ee-lt-person", lengths: [11], cues: ["isikukood", "asmens kodas", "personal code"], bareScore: 0.7,
    check: { digits in
      let first = CheckDigits.sum(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11
      let second = CheckDigits.sum(digits, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10
      return (1...6).contains(digits[0]) && CalendarDay.isValid(month: digits[3...4], day: digits[5...6])
        && (first < 10 ? first : second) == digits[10]
    })
}
