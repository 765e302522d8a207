/// IMEI: fifteen digits, Luhn; the reporting body's code comes first.
///
/// Source: 3GPP TS 23.003 clause 6.2.1; GSMA TS.06 (reporting bodies).
extension CheckedNumber {
  static let imei = CheckedNumber(
    name: "imei", kind: .device, lengths: [15], groups: [[2, 6, 6, 1], [6, 2, 6, 1], [8, 6, 1]],
    cues: ["imei", "手机串号", "串号"],
    bareScore: 0.55,
    check: { digits in
      [1, 10, 30, 33, 35, 44, 45, 49, 50, 51, 52, 53, 54, 86, 91, 98, 99].contains(digits[0] * 10 + digits[1])
        && CheckDigits.luhn(digits)
    })
}
