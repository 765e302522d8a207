/// Source: IEEE 802, EUI-48 in the three common notations.
extension Recognizer {
  static let mac = Recognizer(
    name: "mac", kind: .device,
    pattern:
      #"(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}"#,
    anchors: [.mark(.hexadecimal, before: 40, after: 64)],
    // A longer chain of pairs is a key's fingerprint or an EUI-64.
    validate: { $0.isWholeNumber && !$0.after(1).hasPrefix(":") && !$0.before(1).hasPrefix(":") ? $0.range : nil })
}
