/// Swiss UID: CHE, nine digits, weights 5, 4, 3, 2, 7, 6, 5, 4 modulo 11.
///
/// Source: Bundesgesetz über die Unternehmens-Identifikationsnummer, UIDV art. 8.
extension Recognizer {
  static let swissCompany = Recognizer(
    name: "ch-uid", kind: .id, score: 0.95,
    pattern: #"CHE[ \-]?[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}(?: ?(?:MWST|TVA|IVA|HR))?"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { evidence in
      let digits = evidence.digits.map(\.digitValue)
      return evidence.isWholeWord && (11 - CheckDigits.sum(digits, [5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11 == digits[8]
        ? evidence.range : nil
    })
}
