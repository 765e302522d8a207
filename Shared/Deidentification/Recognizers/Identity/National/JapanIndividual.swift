/// マイナンバー: weights 6 to 2 and 7 to 2 modulo 11.
///
/// Source: 行政手続における特定の個人を識別するための番号の利用等に関する法律; 総務省令第85号 第5条.
extension CheckedNumber {
  static let myNumber = CheckedNumber(
    name: "jp-my-number", lengths: [12], groups: [[4, 4, 4]],
    cues: ["my number", "individual number", "マイナンバー", "個人番号"],
    check: { digits in
      let rest = CheckDigits.sum(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
      return digits.contains { $0 > 0 } && (rest <= 1 ? 0 : 11 - rest) == digits[11]
    })
}
