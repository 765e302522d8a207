/// Australian Business Number: 1 less in the first digit, weights, modulo 89; and company number (last digit, modulo 10).
///
/// Source: Australian Business Register, "Format of the ABN"; Corporations Regulations 2001 (ACN).
extension CheckedNumber {
  static let australiaBusiness = CheckedNumber(
    name: "au-abn", lengths: [11], groups: [[2, 3, 3, 3]], cues: ["abn", "business number"], bareScore: 0.6,
    check: { digits in
      digits[0] > 0 && (CheckDigits.sum(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 == 0
    })

  static let australiaCompany = CheckedNumber(
    name: "au-acn", lengths: [9], groups: [[3, 3, 3]], cues: ["acn", "company number"],
    check: { (10 - CheckDigits.sum($0, (1...8).reversed()) % 10) % 10 == $0[8] })
}
