/// Source: ISO/IEC 7812-1 (Luhn check digit, issuer ranges): Visa 4, Mastercard 51–55 and 2221–2720, American Express
/// 34 and 37, Diners 30, 36, 38, 39, Discover 6011, 64, 65, JCB 3528–3589 (all of 35 are taken), UnionPay 62, Maestro 50, 56–69.
extension Recognizer {
  static let paymentCard = Recognizer(
    name: "payment-card", kind: .card, score: 0.98,
    pattern:
      #"[2-6][0-9]{3}(?:[ \-]?[0-9]{4}){2}(?:[ \-]?[0-9]{1,4}){0,2}|3[0-9]{3}[ \-]?[0-9]{6}[ \-]?[0-9]{4,5}|[56][0-9]{11,18}|(?:1800|2131)[0-9]{11}"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { evidence in
      evidence.isWholeNumber && hasIssuer(evidence.digits) && isLuhnValid(evidence.digits) ? evidence.range : nil
    })

  private static func hasIssuer(_ digits: [UInt8]) -> Bool {
    let prefix = digits.prefix(4).reduce(0) { $0 * 10 + $1.digitValue }
    return switch (prefix, digits.count) {
    case (4000...4999, 13), (4000...4999, 16), (4000...4999, 19): true
    case (5100...5599, 16), (2221...2720, 16), (3500...3599, 16...19): true
    case (1800, 15), (2131, 15), (3400...3499, 15), (3700...3799, 15): true
    case (3000...3099, 14...19), (3600...3699, 14...19), (3800...3999, 14...19): true
    case (6011, 16...19), (6200...6299, 16...19), (6440...6599, 16...19): true
    case (5000...5099, 12...19), (5600...5999, 12...19), (6000...6999, 12...19): true
    default: false
    }
  }

  /// Source: ISO/IEC 7812-1 annex B.
  static func isLuhnValid(_ digits: [UInt8]) -> Bool {
    let sum = digits.reversed().enumerated().reduce(0) { sum, next in
      let value = next.element.digitValue * (next.offset % 2 == 1 ? 2 : 1)
      return sum + (value > 9 ? value - 9 : value)
    }
    return sum % 10 == 0
  }
}
