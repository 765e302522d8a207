/// SWIFT/BIC after a cue: four letters, country, two characters, three for a branch.
///
/// Source: ISO 9362:2022; the country by ISO 3166-1.
extension Recognizer {
  static let businessIdentifierCode = Recognizer(
    name: "swift-bic", kind: .account, score: 0.3, pattern: #"[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?"#,
    anchors: [.words("swift*, bic*, iban*, bank code, 银行代码", before: 80, after: 80)],
    context: ["swift", "bic", "iban", "bank code", "银行代码"],
    validate: { evidence in
      let country = String(decoding: evidence.bytes.dropFirst(4).prefix(2), as: UTF8.self)
      return evidence.isWholeWord && countries.contains(country) ? evidence.range : nil
    })

  private static let countries = Set(
    "AE AR AT AU BE BG BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT JP KR KW KZ LI LT LU LV MA MC MT MX MY NL NO NZ PE PH PK PL PT QA RO RS RU SA SE SG SI SK TH TN TR TW UA US VN ZA"
      .split(separator: " ").map(String.init))
}
