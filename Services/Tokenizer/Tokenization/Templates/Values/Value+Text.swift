extension Value {
  /// Python's `str()`.
  var printed: String {
    switch self {
    case .undefined: ""
    case .string(let text), .markup(let text): text.string
    default: representation
    }
  }

  /// Python's `repr()`.
  var representation: String {
    switch self {
    case .undefined: "Undefined"
    case .none: "None"
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): String(value)
    case .number(let value): Self.printed(value)
    case .string(let text): Self.quoted(text.string)
    case .markup(let text): "Markup(\(Self.quoted(text.string)))"
    case .list(let elements): "[" + elements.map(\.representation).joined(separator: ", ") + "]"
    case .tuple(let elements):
      "(" + elements.map(\.representation).joined(separator: ", ") + (elements.count == 1 ? ",)" : ")")
    case .object(let object):
      "{" + object.members.map { "\($0.key.representation): \($0.value.representation)" }.joined(separator: ", ") + "}"
    case .generator: "<generator object>"
    case .namespace: "<Namespace>"
    case .loop(let loop): "<LoopContext \(loop.index + 1)/\(loop.items.count)>"
    case .function(let function): "<function \(function.name)>"
    }
  }

  static func printed(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return value.description
  }

  /// In single quotes, unless the text has those and no double ones.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\\")
    }
    if isPlain { return "'" + text + "'" }
    let quote: Unicode.Scalar =
      text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
    var output = String(quote)
    for scalar in text.unicodeScalars { output += escaped(scalar, quote) }
    return output + String(quote)
  }

  private static func escaped(_ scalar: Unicode.Scalar, _ quote: Unicode.Scalar) -> String {
    switch scalar {
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case quote: return "\\" + String(scalar)
    default:
      if isPrintable(scalar) { return String(scalar) }
      let digits = String(scalar.value, radix: 16)
      let (prefix, width) = scalar.value < 0x100 ? ("\\x", 2) : scalar.value < 0x10000 ? ("\\u", 4) : ("\\U", 8)
      return prefix + String(repeating: "0", count: width - digits.count) + digits
    }
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    case .spaceSeparator: scalar == " "
    default: true
    }
  }
}
