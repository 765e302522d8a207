/// DNI, NIE and CIF: the letter is the number modulo 23; a firm's check is Luhn's, as a digit or a letter.
///
/// Source: Real Decreto 1553/2005 (DNI), Orden EHA/451/2008 (CIF); the letters TRWAGMYFPDXBNJZSQVHLCKE.
extension Recognizer {
  static let spainIdentity = Recognizer(
    name: "es-dni-nie", kind: .id, score: 0.95,
    pattern: #"(?i)[XYZ][ \-]?[0-9]{7}[ \-]?[A-Z]|[0-9]{8}[ \-]?[A-Z]|[0-9]{2}\.[0-9]{3}\.[0-9]{3}[ \-]?[A-Z]"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { $0.isWholeWord && hasLetter23($0.bytes) ? $0.range : nil })

  private static func hasLetter23(_ bytes: ArraySlice<UInt8>) -> Bool {
    let first = bytes.first.map(\.asciiLowercased) ?? 0
    let lead = first.isASCIILetter ? [Int(first) - Int(UInt8(ascii: "x"))] : []
    let number = CalendarDay.number(lead + bytes.filter(\.isASCIIDigit).map(\.digitValue))
    return bytes.last! & 0xdf == Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)[number % 23]
  }

  static let spainCompany = Recognizer(
    name: "es-cif", kind: .id, score: 0.9, pattern: #"[A-HJNP-SUVW][ \-]?[0-9]{7}[ \-]?[0-9A-J]"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { evidence in
      let digits = evidence.digits.prefix(7).map(\.digitValue)
      let doubled = [0, 2, 4, 6].reduce(0) { $0 + digits[$1] * 2 / 10 + digits[$1] * 2 % 10 }
      let check = (10 - (doubled + digits[1] + digits[3] + digits[5]) % 10) % 10
      let last = evidence.bytes.last!
      let isValid = last.isASCIIDigit ? last.digitValue == check : last == Array("JABCDEFGHI".utf8)[check]
      return evidence.isWholeWord && isValid ? evidence.range : nil
    })
}
