/// AHV number: 756, nine digits, EAN-13 check.
///
/// Source: AHVG art. 50c; Bundesamt für Sozialversicherungen, AHVN13.
extension CheckedNumber {
  static let ahv = CheckedNumber(
    name: "ch-ahv", lengths: [13], groups: [[3, 4, 4, 2]], cues: ["ahv", "avs", "oasi", "navs"], groupedScore: 0.95,
    bareScore: 0.9, check: { Array($0.prefix(3)) == [7, 5, 6] && CheckDigits.ean($0) })
}
