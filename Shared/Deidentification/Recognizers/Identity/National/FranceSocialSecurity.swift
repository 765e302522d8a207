/// NIR: sex, year, month, department (2A and 2B in Corsica), commune, order, key 97 less the rest modulo 97.
///
/// Source: INSEE, Répertoire national d'identification des personnes physiques; décret 82-103.
extension Recognizer {
  static let franceSocialSecurity = Recognizer(
    name: "fr-nir", kind: .id, score: 0.98,
    pattern:
      #"[1-478][ .\-]?[0-9]{2}[ .\-]?(?:0[1-9]|1[0-2]|[2-9][0-9])[ .\-]?(?:[0-9]{2}|2[AB])[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}[ .\-]?[0-9]{2}"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { $0.isWholeWord && hasKey97($0.bytes) ? $0.range : nil })

  private static func hasKey97(_ bytes: ArraySlice<UInt8>) -> Bool {
    // Corsica counts as department 19 or 18.
    let corsica: [UInt8: [Int]] = [UInt8(ascii: "A"): [9], UInt8(ascii: "B"): [8]]
    var digits = bytes.filter { $0.isASCIIDigit || $0.isASCIILetter }.flatMap { corsica[$0] ?? [$0.digitValue] }
    if bytes.contains(where: \.isASCIILetter) { digits[5] = 1 }
    return 97 - CheckDigits.remainder(digits.prefix(13), 97) == CalendarDay.number(digits.suffix(2))
  }
}
