/// CPF of a person and CNPJ of a firm: two check digits modulo 11.
///
/// Source: Receita Federal, Instrução Normativa RFB 1548/2015 (CPF) and 2119/2022 (CNPJ).
extension CheckedNumber {
  static let cpf = CheckedNumber(
    name: "br-cpf", lengths: [11], groups: [[3, 3, 3, 2]], cues: ["cpf"], groupedScore: 0.95, bareScore: 0.8,
    check: { digits in
      brazilCheck(digits.prefix(9), 2...10) == digits[9] && brazilCheck(digits.prefix(10), 2...11) == digits[10]
        && Set(digits).count > 1
    })

  static let cnpj = CheckedNumber(
    name: "br-cnpj", lengths: [14], groups: [[2, 3, 3, 4, 2]], cues: ["cnpj"], groupedScore: 0.95, bareScore: 0.8,
    check: { digits in
      brazilCheck(digits.prefix(12), 2...9) == digits[12] && brazilCheck(digits.prefix(13), 2...9) == digits[13]
        && Set(digits).count > 1
    })

  /// Weights from the right, which begin again after the last.
  private static func brazilCheck(_ digits: ArraySlice<Int>, _ weights: ClosedRange<Int>) -> Int {
    let repeated = Array(weights) + Array(weights)
    let rest = CheckDigits.sum(digits.reversed(), repeated) % 11
    return rest < 2 ? 0 : 11 - rest
  }
}
