/// CUIT and CUIL: weights 5, 4, 3, 2, 7, 6, 5, 4, 3, 2 modulo 11.
///
/// Source: AFIP, Resolución General 10/1997.
extension CheckedNumber {
  static let cuit = CheckedNumber(
    name: "ar-cuit", lengths: [11], groups: [[2, 8, 1]], cues: ["cuit", "cuil"], bareScore: 0.6,
    check: { digits in
      let check = [0, 9, 9, 8, 7, 6, 5, 4, 3, 2, 1][CheckDigits.sum(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11]
      return [20, 23, 24, 27, 30, 33, 34].contains(digits[0] * 10 + digits[1]) && check == digits[10]
    })
}
