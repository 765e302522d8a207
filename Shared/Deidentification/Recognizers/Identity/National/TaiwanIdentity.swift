/// 中華民國國民身分證 and 統一證號: letter of the place, nine digits, weights modulo 10.
///
/// Source: 內政部戶政司, 國民身分證統一編號; residence numbers since 2021 begin with 8 or 9.
extension Recognizer {
  static let taiwanIdentity = Recognizer(
    name: "tw-id", kind: .id, score: 0.95, pattern: #"[A-Z][1289][0-9]{8}"#,
    anchors: [.mark(.digits7, before: 16, after: 32)],
    validate: { evidence in
      let order = Array("ABCDEFGHJKLMNPQRSTUVXYWZIO".utf8)
      let place = 10 + (order.firstIndex(of: evidence.bytes.first!) ?? 0)
      let digits = [place / 10, place % 10] + evidence.digits.map(\.digitValue)
      let isValid = CheckDigits.sum(digits, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 == 0
      return evidence.isWholeWord && isValid ? evidence.range : nil
    })
}
