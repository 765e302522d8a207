/// Codice fiscale: surname, name, date and place of birth, check letter.
///
/// Source: D.M. 23 December 1976 (algorithm and tables; digits may be letters where two people share a code).
extension Recognizer {
  static let codiceFiscale = Recognizer(
    name: "it-codice-fiscale", kind: .id, score: 0.98,
    pattern:
      #"(?i)[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]|[A-Z]{3} [A-Z]{3} [0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2} [A-Z][0-9LMNP-V]{3}[A-Z]"#,
    anchors: [.mark(.mixedWord, before: 16, after: 16)],
    validate: { $0.isWholeWord && hasFiscalCheck($0.bytes.filter { $0 != 0x20 }) ? $0.range : nil })

  /// Values at odd places, from "0" (and "A") to "Z".
  private static let oddValues = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
  ]

  private static func hasFiscalCheck(_ characters: [UInt8]) -> Bool {
    let values = characters.map { $0.isASCIIDigit ? $0.digitValue : Int($0 & 0xdf) - 65 }
    let sum = values.dropLast().enumerated().reduce(0) {
      $0 + ($1.offset % 2 == 0 ? oddValues[$1.element] : $1.element)
    }
    return values[15] == sum % 26
  }
}
