/// Employer Identification Number: a campus prefix, a dash, seven digits.
///
/// Source: IRS, "How EINs are assigned and valid EIN prefixes".
extension Recognizer {
  static let employerIdentification = Recognizer(
    name: "us-ein", kind: .id, score: 0.3, pattern: #"[0-9]{2}-[0-9]{7}"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    context: ["ein", "employer id", "fein", "tax id", "taxpayer", "tin", "irs", "w-9"],
    validate: { evidence in
      let prefix = evidence.bytes.prefix(2).reduce(0) { $0 * 10 + $1.digitValue }
      let isGiven = prefix > 0 && ![7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97].contains(prefix)
      return evidence.isWholeNumber && isGiven ? evidence.range : nil
    })
}
