/// Source: IEEE 802, EUI-48 in the three common notations.
extension Recognizer {
  static let mac = Recognizer(
    name: "mac", kind: .device,
    pattern:
      #"(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}"#,
    anchors: [.mark(.hexadecimal, before: 40, after: 64)],
    validate: { isAddress($0) ? $0.range : nil })

  /// A longer chain of pairs is a key's fingerprint or an EUI-64. Three groups of four figures and no letter are a number
  /// of something else: one address in three hundred has none.
  private static func isAddress(_ evidence: Evidence) -> Bool {
    let isPart = evidence.after(1).hasPrefix(":") || evidence.before(1).hasPrefix(":")
    let isPointed = evidence.bytes.contains(UInt8(ascii: "."))
    return evidence.isWholeNumber && !isPart && !(isPointed && !evidence.bytes.contains(where: \.isASCIILetter))
  }
}
