/// Source: US Social Security Administration: area never 000, 666 or 9xx (9xx are ITINs, also identifiers), group never
/// 00, serial never 0000.
extension Recognizer {
  static let socialSecurityNumber = Recognizer(
    name: "us-ssn", kind: .id, score: 0.9,
    pattern:
      #"[0-9]{3}-[0-9]{2}-[0-9]{4}|[0-9]{3} [0-9]{2} [0-9]{4}|(?i:\b(?:ssn|social security(?: (?:number|no\.?|#))?|social|itin|tax id)\b(?: (?:is|was|number))?[ \t]?[:#]{0,2}[ \t]?)([0-9]{3}[ \-.]?[0-9]{2}[ \-.]?[0-9]{4})|(?:XXX|xxx|\*{3})-(?:XX|xx|\*{2})-[0-9]{4}"#,
    anchors: [.mark(.digits4, before: 64, after: 64)],
    validate: { evidence in
      let digits = evidence.digits
      guard evidence.isWholeNumber else { return nil }
      if digits.count == 4 { return evidence.range }
      let isIssued = Set([[0x30, 0x30, 0x30], [0x36, 0x36, 0x36]]).isDisjoint(with: [Array(digits.prefix(3))])
      return isIssued && digits[3...4] != [0x30, 0x30] ? evidence.range : nil
    })
}
