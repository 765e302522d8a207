/// Source: GB 32100-2015, unified social credit identifier: 18 characters, check by weights 3^i modulo 31.
extension Recognizer {
  static let socialCreditCode = Recognizer(
    name: "social-credit-code", kind: .id, score: 0.98,
    pattern: #"[159ANY][1-9][0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}"#,
    anchors: [.mark(.token, before: 16, after: 16)],
    validate: { $0.isWholeWord && hasCreditCheck(Array($0.bytes)) ? $0.range : nil })

  private static let creditAlphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

  private static func hasCreditCheck(_ characters: [UInt8]) -> Bool {
    var weight = 1
    var sum = 0
    for character in characters.dropLast() {
      guard let value = creditAlphabet.firstIndex(of: character) else { return false }
      sum += value * weight
      weight = weight * 3 % 31
    }
    return characters.last == creditAlphabet[(31 - sum % 31) % 31]
  }
}
