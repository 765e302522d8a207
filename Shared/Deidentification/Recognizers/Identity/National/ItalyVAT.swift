/// Partita IVA: Luhn over eleven digits.
///
/// Source: D.P.R. 633/1972 art. 35; Agenzia delle Entrate.
extension CheckedNumber {
  static let partitaIVA = CheckedNumber(
    name: "it-partita-iva", lengths: [11], cues: ["partita iva", "p.iva", "p. iva", "piva", "vat"],
    check: { $0.contains { $0 > 0 } && CheckDigits.luhn($0) })
}
