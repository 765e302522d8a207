/// Aadhaar: twelve digits, the first 2 to 9, Verhoeff check.
///
/// Source: Unique Identification Authority of India, "Aadhaar number scheme".
extension CheckedNumber {
  static let aadhaar = CheckedNumber(
    name: "in-aadhaar", lengths: [12], groups: [[4, 4, 4]], cues: ["aadhaar", "aadhar", "uidai", "uid"],
    bareScore: 0.55,
    check: { $0[0] >= 2 && CheckDigits.verhoeff($0) })
}
