/// Source: GB 11643-1999: six digits of the region (GB/T 2260), birth date, three of sequence, check by ISO 7064
/// MOD 11-2. The form of 15 digits has a two-digit year and no check.
extension Recognizer {
  static let chineseResidentID = Recognizer(
    name: "chinese-resident-id", kind: .id, score: 1,
    pattern:
      #"[1-9][0-9]{5}[ \-]?(?:18|19|20)[0-9]{2}[ ]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[ \-]?[0-9]{3}[0-9Xx]|[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { evidence in
      evidence.isWholeWord && isResidentID(evidence.bytes.filter { $0.isASCIIDigit || $0 | 0x20 == 0x78 })
        ? evidence.range : nil
    })

  /// First two digits of a region: provinces, Taiwan, Hong Kong, Macau, and 83 for residence permits of Taiwan.
  private static let provinces: Set<Int> = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82, 83, 91,
  ]

  private static func isResidentID(_ characters: [UInt8]) -> Bool {
    guard characters.count >= 15, provinces.contains(characters[0].digitValue * 10 + characters[1].digitValue) else {
      return false
    }
    return characters.count == 15 || hasValidCheck(characters)
  }

  private static func hasValidCheck(_ characters: [UInt8]) -> Bool {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(characters, weights).reduce(0) { $0 + $1.0.digitValue * $1.1 }
    return characters[17] & 0xdf == Array("10X98765432".utf8)[sum % 11] & 0xdf
  }
}
