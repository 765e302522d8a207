public import Logging

/// One log event as one line of JSON: `time`, `level`, `label`, `message`, then the metadata by name.
public enum LogLine {
  /// Bytes of one metadata value; the rest is cut, so that no line floods a log.
  public static let valueBytesMax = 512
  /// Values of one line; the rest are dropped.
  public static let valueCountMax = 32

  /// - Parameter time: seconds since 1970.
  public static func render(
    time: Double, level: Logger.Level, label: String, message: String, metadata: Logger.Metadata
  ) -> String {
    let fixed = [("level", level.rawValue), ("label", label), ("message", message)]
    let facts = metadata.sorted { $0.key < $1.key }.prefix(valueCountMax).map { ($0.key, "\($0.value)") }
    let fields = (fixed + facts).map { "\(quoted($0.0)):\(quoted(cut($0.1)))" }
    return "{\"time\":\(milliseconds(time)),\(fields.joined(separator: ","))}\n"
  }

  private static func milliseconds(_ time: Double) -> String {
    let total = Int(time * 1000)
    let fraction = String(total % 1000)
    return "\(total / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
  }

  private static func cut(_ text: String) -> String {
    guard text.utf8.count > valueBytesMax else { return text }
    var kept = String.UnicodeScalarView()
    var room = valueBytesMax
    for scalar in text.unicodeScalars {
      room -= UTF8.width(scalar)
      if room < 0 { break }
      kept.append(scalar)
    }
    return "\(kept)…"
  }

  /// A JSON string (RFC 8259, section 7); one line whatever the text holds.
  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\u{0}"..<" ", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}": out += escape(scalar)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)"
  }
}
