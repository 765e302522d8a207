/// NIP (tax) and REGON (register): weighted sums modulo 11.
///
/// Source: Ustawa o zasadach ewidencji i identyfikacji podatników; Główny Urząd Statystyczny, REGON.
extension CheckedNumber {
  static let nip = CheckedNumber(
    name: "pl-nip", lengths: [10], groups: [[3, 3, 2, 2], [3, 2, 2, 3]], cues: ["nip"],
    check: { CheckDigits.sum($0, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == $0[9] })

  static let regon = CheckedNumber(
    name: "pl-regon", lengths: [9, 14], cues: ["regon"],
    check: { digits in
      let short = CheckDigits.sum(digits, [8, 9, 2, 3, 4, 5, 6, 7]) % 11 % 10 == digits[8]
      let long = [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]
      return short && (digits.count == 9 || CheckDigits.sum(digits, long) % 11 % 10 == digits[13])
    })
}
