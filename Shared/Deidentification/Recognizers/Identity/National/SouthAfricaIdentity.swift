/// Identity number: birth date, sex, citizenship (0, 1 or 2), Luhn.
///
/// Source: Identification Act 68 of 1997; Department of Home Affairs.
extension CheckedNumber {
  static let southAfricaIdentity = CheckedNumber(
    name: "za-id", lengths: [13], groups: [[6, 4, 2, 1], [6, 4, 3]], cues: ["id", "identity", "rsa id"], bareScore: 0.7,
    check: { CalendarDay.isValid(month: $0[2...3], day: $0[4...5]) && $0[10] <= 2 && CheckDigits.luhn($0) })
}
