/// IRD number: weights 3, 2, 7, 6, 5, 4, 3, 2 modulo 11; then 7, 4, 3, 2, 5, 2, 7, 6.
///
/// Source: Inland Revenue, "Resident withholding tax specification", IRD number validation.
extension CheckedNumber {
  static let newZealandTax = CheckedNumber(
    name: "nz-ird", lengths: [8, 9], groups: [[2, 3, 3], [3, 3, 3]], cues: ["ird"], groupedScore: 0.5,
    check: { digits in
      let nine = digits.count == 8 ? [0] + digits : digits
      let checks = [[3, 2, 7, 6, 5, 4, 3, 2], [7, 4, 3, 2, 5, 2, 7, 6]].map { weights in
        (11 - CheckDigits.sum(nine, weights) % 11) % 11
      }
      return (checks.first { $0 < 10 } ?? -1) == nine[8]
    })
}
