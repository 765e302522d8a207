/// National Insurance number: two letters, six digits, a letter A to D.
///
/// Source: HM Revenue & Customs, NIM39110 (prefixes never given: D, F, I, Q, U, V; O second; BG, GB, KN, NK, NT, TN, ZZ).
extension Recognizer {
  static let nationalInsurance = Recognizer(
    name: "uk-nino", kind: .id, score: 0.95,
    pattern: #"(?i)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ \-]?[0-9]{2}[ \-]?[0-9]{2}[ \-]?[0-9]{2}[ \-]?[A-D]"#,
    anchors: [.mark(.digits4, before: 64, after: 64)],
    validate: { evidence in
      let prefix = evidence.text.lowercased(evidence.range.lowerBound..<(evidence.range.lowerBound + 2))
      return evidence.isWholeWord && !["bg", "gb", "kn", "nk", "nt", "tn", "zz"].contains(prefix) ? evidence.range : nil
    })
}
