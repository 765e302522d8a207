/// Social Insurance Number: Luhn; 8 is not issued.
///
/// Source: Employment and Social Development Canada, "Social Insurance Number code of practice".
extension CheckedNumber {
  static let canadaSocialInsurance = CheckedNumber(
    name: "ca-sin", lengths: [9], groups: [[3, 3, 3]],
    cues: ["sin", "s.i.n", "social insurance", "assurance sociale", "nas"],
    check: { $0[0] != 0 && $0[0] != 8 && CheckDigits.luhn($0) })
}
