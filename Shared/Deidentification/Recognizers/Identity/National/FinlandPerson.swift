/// Henkilötunnus: birth date, sign of the century, three digits, check modulo 31.
///
/// Source: Laki väestötietojärjestelmästä 661/2009; signs by decree 690/2022.
extension Recognizer {
  static let henkilotunnus = Recognizer(
    name: "fi-hetu", kind: .id, score: 0.98, pattern: #"[0-3][0-9][01][0-9]{3}[\-+A-FU-Y][0-9]{3}[0-9A-FHJ-NPR-Y]"#,
    anchors: [.mark(.digits4, before: 64, after: 64)],
    validate: { evidence in
      let digits = evidence.bytes.prefix(6) + evidence.bytes.dropFirst(7).prefix(3)
      let rest = CheckDigits.remainder(digits.map(\.digitValue), 31)
      let isValid = Array("0123456789ABCDEFHJKLMNPRSTUVWXY".utf8)[rest] == evidence.bytes.last
      return evidence.isWholeWord && isValid ? evidence.range : nil
    })
}
