/// Medicare Beneficiary Identifier: eleven characters of fixed classes without S, L, O, I, B, Z.
///
/// Source: CMS, "Understanding the Medicare Beneficiary Identifier (MBI) format".
extension Recognizer {
  static let medicareBeneficiary = Recognizer(
    name: "us-mbi", kind: .id, score: 0.95,
    pattern:
      #"(?i)[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9]-?[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9]-?[AC-HJKMNP-RT-Y]{2}[0-9]{2}"#,
    anchors: [.mark(.token, before: 16, after: 16)])
}
