/// DEA registration: class letter, initial of the surname or 9, seven digits with a check.
///
/// Source: 21 CFR 1301.13; DEA Diversion Control, check: (1st+3rd+5th) + 2 (2nd+4th+6th), last digit.
extension Recognizer {
  static let drugEnforcement = Recognizer(
    name: "us-dea", kind: .id, score: 0.9, pattern: #"[A-HJ-NP-UX][A-Z9][0-9]{7}"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { evidence in
      let digits = evidence.bytes.dropFirst(2).map(\.digitValue)
      let sum = digits[0] + digits[2] + digits[4] + 2 * (digits[1] + digits[3] + digits[5])
      return evidence.isWholeWord && sum % 10 == digits[6] ? evidence.range : nil
    })
}
