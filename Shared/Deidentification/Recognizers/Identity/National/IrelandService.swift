/// PPS number: seven digits, check letter modulo 23, and a second letter since 2013.
///
/// Source: Social Welfare Consolidation Act 2005 s. 262; Department of Social Protection.
extension Recognizer {
  static let publicService = Recognizer(
    name: "ie-pps", kind: .id, score: 0.95, pattern: #"[0-9]{7}[A-W][A-IW]?"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { evidence in
      let second = evidence.bytes.count == 9 ? Int(evidence.bytes.last!) - 64 : 0
      let sum = CheckDigits.sum(evidence.digits.map(\.digitValue), (2...8).reversed()) + (second == 23 ? 0 : second * 9)
      let letter = evidence.bytes[evidence.range.lowerBound + 7]
      return evidence.isWholeWord && Array("WABCDEFGHIJKLMNOPQRSTUV".utf8)[sum % 23] == letter ? evidence.range : nil
    })
}
