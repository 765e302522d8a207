/// Telephone numbers in international and North American form, and any plausible number after a cue.
///
/// Source: ITU-T E.164 (at most 15 digits, country code first); the North American Numbering Plan (neither area code
/// nor exchange begins with 0 or 1).
extension Recognizer {
  static let internationalPhone = Recognizer(
    name: "phone-international", kind: .phone, score: 0.95,
    pattern:
      #"(?:\+|\b00)[1-9][0-9]{0,2}[ .\-]?(?:\([0-9]{1,5}\)[ .\-]?)?[0-9](?:[ .\-/]?[0-9]){5,13}(?:\s?(?:x|ext\.?|extension)\s?[0-9]{1,6})?"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: {
      (8...21).contains($0.digits.count) && !$0.text.hasDigitAcrossSeparator(before: $0.range.lowerBound)
        && !$0.text.hasWord(startingAt: $0.range.upperBound) ? $0.range : nil
    })

  static let northAmericanPhone = Recognizer(
    name: "phone-north-american", kind: .phone, score: 0.85,
    pattern:
      #"(?:\b1[ .\-]?)?(?:\([2-9][0-9]{2}\)[ .\-]{0,2}|\b[2-9][0-9]{2}[.\-/ ])[2-9][0-9]{2}[.\- ][0-9]{4}(?:\s?(?:x|ext\.?|extension)\s?[0-9]{1,6})?"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { evidence in
      let isPlain = !evidence.bytes.starts(with: "200 ".utf8) && !evidence.isInsideGroups
      return evidence.isWholeNumber && isPlain ? evidence.range : nil
    })

  static let cuedPhone = Recognizer(
    name: "phone-cued", kind: .phone,
    pattern:
      #"(?i)(?:\b(?:tel|telephone|phone|ph|mobile|mob|cell|cellphone|fax|pager|beeper|contact(?: (?:no|number))?|call(?:ed|ing)?|text(?:ed)?|whatsapp|ring|reach(?:ed)?(?: (?:him|her|me|them|us))?(?: (?:at|on))?|dial|home|work|office|hotline|direct line)(?:\.|\b)(?: ?(?:no|number|nr|#|is|at|on|me|us|him|her|them|back|my|the|line|phone|cell|mobile)\b\.?){0,3}|电话(?:号码)?|手机(?:号码?)?|联系方式|联系电话|致电|拨打|传真|座机|热线|号码|来电)[ \t]?[::#是为]?[ \t]{0,2}(\+?\(?[0-9][0-9()./\- ]{4,20}[0-9](?:\s?(?:x|ext\.?|extension|转)\s?[0-9]{1,6})?)"#,
    anchors: [
      .words(
        """
        tel, telephone, phone, ph, mobile, mob, cell, cellphone, fax, pager, beeper, contact, call, called,
        calling, text, texted, whatsapp, ring, reach, reached, dial, home, work, office, hotline, direct line,
        电话, 手机, 联系方式, 致电, 拨打, 传真, 座机, 热线, 号码, 来电
        """, after: 110, needsDigit: true)
    ],
    validate: { evidence in
      (6...17).contains(evidence.digits.count) && evidence.isWholeWord && !looksLikeDate(evidence.bytes)
        ? evidence.range : nil
    })

  private static func looksLikeDate(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") }
    return parts.count == 3
      && parts.allSatisfy {
        $0.count <= 2 || $0.count == 4 && ($0.starts(with: "19".utf8) || $0.starts(with: "20".utf8))
      }
  }
}

extension Evidence {
  /// Further groups of digits, a space apart, on both sides: "27 415 555 0132 81" is one number of another kind.
  fileprivate var isInsideGroups: Bool {
    let (bytes, start, end) = (text.bytes, range.lowerBound, range.upperBound)
    guard start >= 2, end + 1 < bytes.count else { return false }
    return bytes[start - 1] == 0x20 && bytes[start - 2].isASCIIDigit && bytes[end] == 0x20
      && bytes[end + 1].isASCIIDigit
  }
}
