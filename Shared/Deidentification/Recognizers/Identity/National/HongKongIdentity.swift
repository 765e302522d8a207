/// Hong Kong identity card: one or two letters, six digits, check in brackets modulo 11 (A is 10).
///
/// Source: Registration of Persons Regulations, Cap. 177A; letters count from 10, a missing one 36.
extension Recognizer {
  static let hongKongIdentity = Recognizer(
    name: "hk-hkid", kind: .id, score: 0.95, pattern: #"[A-Z]{1,2}[0-9]{6} ?\([0-9A]\)|[A-Z]{1,2}[0-9]{6}[0-9A]"#,
    anchors: [.mark(.digits4, before: 64, after: 64)],
    context: ["hkid", "香港身份证", "身份证"],
    validate: { evidence in
      let characters = evidence.bytes.filter { $0.isASCIIDigit || $0.isASCIILetter }
      let values = characters.map { $0.isASCIIDigit ? $0.digitValue : Int($0) - 55 }
      let padded = (values.count == 8 ? [36] : []) + values
      let isBracketed = evidence.bytes.last == UInt8(ascii: ")")
      guard isBracketed || evidence.before(24).contains("hkid") || evidence.before(24).contains("身份证") else {
        return nil
      }
      let before = !evidence.text.hasWord(endingAt: evidence.range.lowerBound)
      return before && CheckDigits.sum(padded, (1...9).reversed()) % 11 == 0 ? evidence.range : nil
    })
}
