/// NIF: weights 9 to 2 modulo 11.
///
/// Source: Decreto-Lei 14/2013; Autoridade Tributária.
extension CheckedNumber {
  static let portugalTax = CheckedNumber(
    name: "pt-nif", lengths: [9], groups: [[3, 3, 3]], cues: ["nif", "contribuinte", "nipc"],
    check: { digits in
      let rest = CheckDigits.sum(digits, (2...9).reversed()) % 11
      return digits[0] > 0 && (rest < 2 ? 0 : 11 - rest) == digits[8]
    })
}
