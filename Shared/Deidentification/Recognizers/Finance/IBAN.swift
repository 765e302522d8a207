/// Source: ISO 13616-1 (mod 97 check) and the SWIFT IBAN registry (length by country).
extension Recognizer {
  static let iban = Recognizer(
    name: "iban", kind: .account, score: 1,
    pattern: #"(?i)[A-Z]{2}[0-9]{2}[ \-]?(?:[A-Z0-9]{4}[ \-]?){2,7}[A-Z0-9]{0,4}"#,
    anchors: [.mark(.digits4, before: 64, after: 64)],
    validate: { evidence in
      guard !evidence.text.hasWord(endingAt: evidence.range.lowerBound) else { return nil }
      return ibanLength(evidence.bytes).map { evidence.range.lowerBound..<(evidence.range.lowerBound + $0) }
    })

  private static let ibanLengths: [String: Int] = [
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
    "CH": 21,
    "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18,
    "FR": 27,
    "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23,
    "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27,
    "MD": 24,
    "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25,
    "QA": 29,
    "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23,
    "TN": 24,
    "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
  ]

  /// Bytes of the text, separators included, that make a valid IBAN of its country's length; nil when none do.
  private static func ibanLength(_ bytes: ArraySlice<UInt8>) -> Int? {
    let country = String(decoding: bytes.prefix(2).map(\.asciiUppercased), as: UTF8.self)
    guard let length = ibanLengths[country] else { return nil }
    let characters = bytes.enumerated().filter { $0.element.isASCIILetter || $0.element.isASCIIDigit }.prefix(length)
    guard characters.count == length, remainder97(characters.map(\.element.asciiUppercased)) == 1 else { return nil }
    return characters.last.map { $0.offset + 1 }
  }

  private static func remainder97(_ characters: [UInt8]) -> Int {
    (characters.dropFirst(4) + characters.prefix(4)).reduce(0) { remainder, character in
      character.isASCIIDigit
        ? (remainder * 10 + character.digitValue) % 97 : (remainder * 100 + Int(character) - 55) % 97
    }
  }
}
