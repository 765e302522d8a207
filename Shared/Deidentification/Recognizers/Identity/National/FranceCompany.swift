/// SIREN of a firm and SIRET of its place: Luhn.
///
/// Source: INSEE, Système national d'identification et du répertoire des entreprises (ISO 6523).
extension CheckedNumber {
  static let siren = CheckedNumber(
    name: "fr-siren", lengths: [9], groups: [[3, 3, 3]], cues: ["siren", "rcs"],
    check: { $0.contains { $0 > 0 } && CheckDigits.luhn($0) })

  static let siret = CheckedNumber(
    name: "fr-siret", lengths: [14], groups: [[3, 3, 3, 5], [9, 5]], cues: ["siret"], bareScore: 0.6,
    check: { $0.contains { $0 > 0 } && CheckDigits.luhn($0) && CheckDigits.luhn($0.prefix(9)) })
}
