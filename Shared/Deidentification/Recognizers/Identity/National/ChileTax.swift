/// RUT: weights 2 to 7 from the right modulo 11; K is 10.
///
/// Source: Decreto con Fuerza de Ley 3 of 1969; Registro Civil.
extension Recognizer {
  static let rut = Recognizer(
    name: "cl-rut", kind: .id, score: 0.95, pattern: #"[0-9]{1,2}\.[0-9]{3}\.[0-9]{3}-[0-9Kk]|[0-9]{7,8}-[0-9Kk]"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { evidence in
      let digits = evidence.bytes.dropLast().filter(\.isASCIIDigit).map(\.digitValue)
      let check = 11 - CheckDigits.sum(digits.reversed(), [2, 3, 4, 5, 6, 7, 2, 3]) % 11
      let isValid = Array("_123456789K0".utf8)[check] == evidence.bytes.last!.asciiUppercased
      return evidence.isWholeNumber && isValid ? evidence.range : nil
    })
}
