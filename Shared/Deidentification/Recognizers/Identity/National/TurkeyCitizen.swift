/// T.C. Kimlik No: two check digits.
///
/// Source: Nüfus Hizmetleri Kanunu 5490; the algorithm of the NVI.
extension CheckedNumber {
  static let turkeyCitizen = CheckedNumber(
    name: "tr-tckn", lengths: [11], cues: ["kimlik", "tckn", "tc"], bareScore: 0.85,
    check: { digits in
      let odd = digits[0] + digits[2] + digits[4] + digits[6] + digits[8]
      let even = digits[1] + digits[3] + digits[5] + digits[7]
      return digits[0] > 0 && (odd * 7 - even + 100) % 10 == digits[9]
        && digits.prefix(10).reduce(0, +) % 10 == digits[10]
    })
}
