/// CURP (check digit, base 37 weights 18 to 2) and RFC (by date; its check needs a cue no more than the form).
///
/// Source: Instructivo normativo para la asignación de la CURP, DOF 18 October 2021; SAT, Anexo 1 RMF.
extension Recognizer {
  static let curp = Recognizer(
    name: "mx-curp", kind: .id, score: 0.98, pattern: #"[A-Z]{4}[0-9]{2}[01][0-9][0-3][0-9][HMX][A-Z]{5}[0-9A-Z][0-9]"#,
    anchors: [.mark(.token, before: 16, after: 16)],
    validate: { evidence in
      let order = Array("0123456789ABCDEFGHIJKLMN.OPQRSTUVWXYZ".utf8)
      let sum = CheckDigits.sum(evidence.bytes.map { order.firstIndex(of: $0) ?? 0 }, (2...18).reversed())
      return evidence.isWholeWord && (10 - sum % 10) % 10 == evidence.bytes.last!.digitValue ? evidence.range : nil
    })

  static let rfc = Recognizer(
    name: "mx-rfc", kind: .id, score: 0.85,
    pattern: #"[A-Z&]{3,4}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[A-Z0-9]{2}[0-9A]"#,
    anchors: [.mark(.digits4, before: 64, after: 64)])
}
