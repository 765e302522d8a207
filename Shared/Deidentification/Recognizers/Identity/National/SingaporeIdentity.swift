/// NRIC and FIN: letter of the series, seven digits, check letter.
///
/// Source: National Registration Act 1965; weights 2, 7, 6, 5, 4, 3, 2 with 4 added for T and G, 3 for M.
extension Recognizer {
  static let singaporeIdentity = Recognizer(
    name: "sg-nric", kind: .id, score: 0.98, pattern: #"(?i)[STFGM][ \-]?[0-9]{7}[ \-]?[A-Z]"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { $0.isWholeWord && hasSeriesCheck($0) ? $0.range : nil })

  private static func hasSeriesCheck(_ evidence: Evidence) -> Bool {
    let offsets: [UInt8: (offset: Int, letters: String)] = [
      UInt8(ascii: "S"): (0, "JZIHGFEDCBA"), UInt8(ascii: "T"): (4, "JZIHGFEDCBA"),
      UInt8(ascii: "F"): (0, "XWUTRQPNMLK"),
      UInt8(ascii: "G"): (4, "XWUTRQPNMLK"), UInt8(ascii: "M"): (3, "XWUTRQPNJLK"),
    ]
    guard let series = offsets[evidence.bytes.first! & 0xdf] else { return false }
    let sum = series.offset + CheckDigits.sum(evidence.digits.map(\.digitValue), [2, 7, 6, 5, 4, 3, 2])
    return Array(series.letters.utf8)[sum % 11] == evidence.bytes.last! & 0xdf
  }
}
