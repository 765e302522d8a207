/// Source: RFC 791 dotted quads and RFC 4291 section 2.2. A version number of four parts looks the same, so "v" and
/// "version" before it speak against.
extension Recognizer {
  static let ipv4 = Recognizer(
    name: "ipv4", kind: .ip,
    pattern:
      #"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:/[0-9]{1,2})?"#,
    anchors: [.mark(.digits4, before: 64, after: 64)],
    validate: { evidence in
      let before = evidence.before(9)
      let isVersion = ["v", "version ", "version", "section ", "§", "§ "].contains { before.hasSuffix($0) }
      return evidence.isWholeNumber && !isVersion ? evidence.range : nil
    })

  static let ipv6 = Recognizer(
    name: "ipv6", kind: .ip,
    pattern:
      #"(?:[0-9A-Fa-f]{1,4}:){2,7}(?:[0-9A-Fa-f]{1,4}|:)(?:[0-9A-Fa-f:.]*[0-9A-Fa-f])?|::(?:[0-9A-Fa-f]{1,4}:){1,6}[0-9A-Fa-f]{1,4}|[0-9A-Fa-f]{1,4}::(?:[0-9A-Fa-f]{1,4}:?){1,6}"#,
    anchors: [.mark(.hexadecimal, before: 40, after: 64)],
    validate: { $0.isWholeWord && isIPv6($0.string) ? $0.range : nil })

  /// Eight groups, or fewer with one "::". Clock times have at most three groups of digits.
  private static func isIPv6(_ text: String) -> Bool {
    let groups = text.split(separator: ":", omittingEmptySubsequences: false)
    guard groups.allSatisfy({ $0.utf8.count <= 4 || $0.contains(".") }) else { return false }
    guard let gap = text.firstRange(of: "::") else { return groups.count == 8 }
    return text[gap.upperBound...].firstRange(of: "::") == nil && groups.count <= 8 && text.utf8.count > 4
  }
}
