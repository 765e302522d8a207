/// Citizen number: weights 13 to 2 modulo 11.
///
/// Source: Department of Provincial Administration, Civil Registration Act B.E. 2534.
extension CheckedNumber {
  static let thailandCitizen = CheckedNumber(
    name: "th-citizen", lengths: [13], groups: [[1, 4, 5, 2, 1]], cues: ["thai id", "citizen id", "เลขประจำตัวประชาชน"],
    groupedScore: 0.95,
    check: { $0[0] > 0 && (11 - CheckDigits.sum($0, (2...13).reversed()) % 11) % 10 == $0[12] })
}
