/// Source: RFC 5322 addr-spec without quoted local parts; the domain by RFC 1035 with a final alphabetic label.
extension Recognizer {
  static let email = Recognizer(
    name: "email", kind: .email, score: 1,
    pattern:
      #"[A-Za-z0-9._%+'&/=?^{|}~-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{1,62}"#,
    anchors: [.mark(.at, before: 320, after: 320)],
    validate: { $0.range })
}
