/// PAN (five letters, four digits, a letter; the fourth tells the holder) and GSTIN (state, PAN, entity, Z, check).
///
/// Source: Income-tax Rules 1962 rule 114; GST Network, GSTIN check by base 36 weights 1 and 2.
extension Recognizer {
  static let pan = Recognizer(
    name: "in-pan", kind: .id, score: 0.9, pattern: #"(?i)[A-Z]{3}[ABCFGHJLPT][A-Z][ \-]?[0-9]{4}[ \-]?[A-Z]"#,
    anchors: [.mark(.digits4, before: 64, after: 64)],
    validate: { evidence in
      // "about 2000 a": with gaps and in small letters it also reads as words.
      let isWritten = evidence.bytes.count == 10 || !evidence.bytes.contains { $0.asciiUppercased != $0 }
      return evidence.isWholeWord && isWritten ? evidence.range : nil
    })

  static let gstin = Recognizer(
    name: "in-gstin", kind: .id, score: 0.98, pattern: #"[0-3][0-9][A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]"#,
    anchors: [.mark(.token, before: 16, after: 16)],
    validate: { $0.isWholeWord && hasCheck36($0.bytes) ? $0.range : nil })

  private static func hasCheck36(_ bytes: ArraySlice<UInt8>) -> Bool {
    let values = bytes.map { $0.isASCIIDigit ? $0.digitValue : Int($0) - 55 }
    let sum = values.dropLast().enumerated().reduce(0) { sum, next in
      let product = next.element * (next.offset % 2 == 0 ? 1 : 2)
      return sum + product / 36 + product % 36
    }
    return values[14] == (36 - sum % 36) % 36
  }
}
