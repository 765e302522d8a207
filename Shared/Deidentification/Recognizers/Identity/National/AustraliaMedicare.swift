/// Medicare card: first digit 2 to 6, the ninth checks the first eight; an eleventh is the person on the card.
///
/// Source: Services Australia, "Medicare card number" (Healthcare Identifiers Act 2010 implementation notes).
extension CheckedNumber {
  static let australiaMedicare = CheckedNumber(
    name: "au-medicare", lengths: [10, 11], groups: [[4, 5, 1], [4, 5, 1, 1], [4, 5, 2]], cues: ["medicare"],
    check: { (2...6).contains($0[0]) && CheckDigits.sum($0, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 == $0[8] && $0[9] > 0 })
}
