/// Steuerliche Identifikationsnummer: one digit twice or three times among the first ten, check by MOD 11,10.
///
/// Source: § 139b AO; Bundeszentralamt für Steuern, structure of the IdNr.
extension CheckedNumber {
  static let germanyTax = CheckedNumber(
    name: "de-steuer-id", lengths: [11], groups: [[2, 3, 3, 3]],
    cues: ["steuer", "steuer-id", "steuer-idnr", "idnr", "identifikationsnummer", "tax"], bareScore: 0.7,
    check: { digits in
      guard digits[0] > 0, CheckDigits.mod11_10(digits) else { return false }
      let counts = Dictionary(digits.prefix(10).map { ($0, 1) }, uniquingKeysWith: +).values
      return counts.count { $0 > 1 } == 1 && counts.max()! <= 3
    })
}
