/// Tax file number: weights 1, 4, 3, 7, 5, 8, 6, 9, 10 modulo 11.
///
/// Source: Australian Taxation Office, TFN algorithm; Privacy (Tax File Number) Rule 2015.
extension CheckedNumber {
  static let australiaTax = CheckedNumber(
    name: "au-tfn", lengths: [9], groups: [[3, 3, 3]], cues: ["tfn", "tax file"],
    check: { $0.contains { $0 > 0 } && CheckDigits.sum($0, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0 })
}
