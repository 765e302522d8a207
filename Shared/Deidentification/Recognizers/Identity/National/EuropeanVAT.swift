/// VAT numbers of the Union and Northern Ireland: the country's prefix and form, and its check where it is published.
///
/// Source: Council Directive 2006/112/EC art. 215; European Commission, "VIES: VAT identification number structure".
extension Recognizer {
  static let europeanVAT = Recognizer(
    name: "eu-vat", kind: .id, score: 0.92,
    pattern:
      #"ATU[0-9]{8}|BE ?[01][0-9]{3}\.?[0-9]{3}\.?[0-9]{3}|BG[0-9]{9,10}|CY[0-9]{8}[A-Z]|CZ[0-9]{8,10}|DE ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}|DK ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2}|EE[0-9]{9}|(?:EL|GR)[0-9]{9}|ES[A-Z0-9][0-9]{7}[A-Z0-9]|FI[0-9]{8}|FR ?[A-HJ-NP-Z0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}|HR[0-9]{11}|HU[0-9]{8}|IE[0-9][A-Z0-9+*][0-9]{5}[A-Z]{1,2}|IT[0-9]{11}|LT(?:[0-9]{9}|[0-9]{12})|LU[0-9]{8}|LV[0-9]{11}|MT[0-9]{8}|NL[0-9]{9}B[0-9]{2}|PL ?[0-9]{10}|PT[0-9]{9}|RO[0-9]{6,10}|SE[0-9]{10}01|SI[0-9]{8}|SK[0-9]{10}|(?:GB|XI) ?[0-9]{3} ?[0-9]{4} ?[0-9]{2}(?: ?[0-9]{3})?"#,
    anchors: [.mark(.digits4, before: 64, after: 64)],
    validate: { $0.isWholeWord && hasCountryCheck($0) ? $0.range : nil })

  private static func hasCountryCheck(_ evidence: Evidence) -> Bool {
    let digits = evidence.digits.map(\.digitValue)
    return switch String(decoding: evidence.bytes.prefix(2), as: UTF8.self) {
    case "AT": (10 - (luhnSum(digits.prefix(7)) + 4) % 10) % 10 == digits[7]
    case "BE": 97 - CheckDigits.remainder(digits.prefix(8), 97) == digits[8] * 10 + digits[9]
    case "DE": CheckDigits.mod11_10(digits)
    case "DK": CheckDigits.sum(digits, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
    case "EL", "GR": CheckDigits.sum(digits, [256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == digits[8]
    case "FI": (11 - CheckDigits.sum(digits, [7, 9, 10, 5, 8, 4, 2]) % 11) % 11 == digits[7]
    case "FR": hasFrenchKey(digits)
    case "HR": CheckDigits.mod11_10(digits)
    case "HU": CheckDigits.sum(digits, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0
    case "IT": CheckDigits.luhn(digits)
    case "LU": CheckDigits.remainder(digits.prefix(6), 89) == digits[6] * 10 + digits[7]
    case "PL": CheckDigits.sum(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == digits[9]
    case "PT": (11 - CheckDigits.sum(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == digits[8]
    case "SE": CheckDigits.luhn(digits.prefix(10))
    case "SI": (11 - CheckDigits.sum(digits, [8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == digits[7]
    case "SK": CheckDigits.remainder(digits, 11) == 0
    case "GB", "XI": isBritishVAT(digits)
    default: true
    }
  }

  /// Source: Austria's scheme, Luhn's products from the left.
  private static func luhnSum(_ digits: some Sequence<Int>) -> Int {
    digits.enumerated().reduce(0) { sum, next in
      let value = next.element * (next.offset % 2 == 1 ? 2 : 1)
      return sum + value / 10 + value % 10
    }
  }

  /// The key of two digits before the SIREN; with letters in it there is no published check.
  private static func hasFrenchKey(_ digits: [Int]) -> Bool {
    digits.count != 11 || (12 + 3 * (CheckDigits.remainder(digits.suffix(9), 97))) % 97 == digits[0] * 10 + digits[1]
  }

  private static func isBritishVAT(_ digits: [Int]) -> Bool {
    let sum = CheckDigits.sum(digits, [8, 7, 6, 5, 4, 3, 2]) + digits[7] * 10 + digits[8]
    return sum % 97 == 0 || (sum + 55) % 97 == 0
  }
}
