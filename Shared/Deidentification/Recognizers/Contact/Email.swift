/// Source: RFC 5322 addr-spec without quoted local parts; the domain by RFC 1035 with a final alphabetic label.
extension Recognizer {
  static let email = Recognizer(
    name: "email", kind: .email, score: 1,
    pattern:
      #"[A-Za-z0-9._%+'&/=?^{|}~-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{1,62}"#,
    needs: .at,
    validate: { $0.range })

  /// "john at gmail dot com", the commonest way to hide an address from robots.
  static let spokenEmail = Recognizer(
    name: "spoken-email", kind: .email,
    pattern:
      #"(?i)[a-z0-9._-]+(?: at | ?[\[(]at[\])] ?|@)[a-z0-9-]+(?: (?:dot|\[dot\]|\(dot\)) |[\[(]dot[\])])(?:com|org|net|edu|gov|co|io|cn|uk|de|fr)(?:(?: dot |\.)(?:uk|cn|ke|jp|au))?"#,
    gate: #"(?i)\bdot\b"#,
    // "at the dot com boom" is prose.
    validate: { $0.isWholeWord && !$0.text.lowercased($0.range).contains(" the dot") ? $0.range : nil })
}
