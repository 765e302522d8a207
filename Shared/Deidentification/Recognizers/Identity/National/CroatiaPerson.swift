/// OIB: MOD 11,10 over eleven digits.
///
/// Source: Zakon o osobnom identifikacijskom broju (NN 60/08).
extension CheckedNumber {
  static let croatiaPerson = CheckedNumber(
    name: "hr-oib", lengths: [11], cues: ["oib"], check: { CheckDigits.mod11_10($0) })
}
