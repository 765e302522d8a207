/// National Provider Identifier: Luhn over the number with 80840 before it.
///
/// Source: 45 CFR 162.406; CMS, "National Provider Identifier standard: check digit".
extension CheckedNumber {
  static let npi = CheckedNumber(
    name: "us-npi", lengths: [10], cues: ["npi", "provider"],
    check: { (1...2).contains($0[0]) && CheckDigits.luhn([8, 0, 8, 4, 0] + $0) })
}
