/// Teudat zehut: Luhn from the left over nine digits.
///
/// Source: Population Registry Law 5725-1965; Ministry of Interior.
extension CheckedNumber {
  static let israelIdentity = CheckedNumber(
    name: "il-teudat-zehut", lengths: [9], cues: ["teudat", "t.z", "israeli id", "תעודת זהות"],
    check: { $0.contains { $0 > 0 } && CheckDigits.luhn($0) })
}
