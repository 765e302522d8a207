/// `tojson` as HF transformers defines it: Python's `json.dumps` without HTML escapes.
enum TemplateJSON {
  private struct Style {
    var isASCII: Bool
    var indent: String?
    var itemSeparator: String
    var keySeparator: String
    var sortsKeys: Bool
  }

  static func text(of value: Value, _ arguments: Arguments) throws(TemplateError) -> String {
    // The filter's signature: tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False)
    let indent = arguments.value(1, "indent").flatMap(indentation)
    var style = Style(
      isASCII: arguments.value(0, "ensure_ascii")?.isTrue ?? false, indent: indent,
      itemSeparator: indent == nil ? ", " : ",", keySeparator: ": ",
      sortsKeys: arguments.value(3, "sort_keys")?.isTrue ?? false)
    if let separators = try arguments.value(2, "separators")?.separatorTexts(arguments.heap) {
      (style.itemSeparator, style.keySeparator) = separators
    }
    var output = ""
    try write(value, style, level: 0, to: &output)
    return output
  }

  private static func indentation(_ value: Value) -> String? {
    value.text?.string ?? value.whole.map { String(repeating: " ", count: min(max($0, 0), 100)) }
  }

  private static func write(
    _ value: Value, _ style: Style, level: Int, to output: inout String
  ) throws(TemplateError) {
    guard output.utf8.count <= TemplateLimits.textByteCountMax else { throw .limit("JSON text too long") }
    switch value.plain {
    case .none: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .integer(let value): output += String(value)
    case .number(let value): output += number(value)
    case .string(let text): write(text.string, style, to: &output)
    case .list(let elements), .tuple(let elements):
      try writeAll(elements, "[", "]", style, level, to: &output) { (element, output) throws(TemplateError) in
        try write(element, style, level: level + 1, to: &output)
      }
    case .object(let object):
      try writeAll(try members(object, style), "{", "}", style, level, to: &output) {
        (member, output) throws(TemplateError) in
        write(member.key, style, to: &output)
        output += style.keySeparator
        try write(member.value, style, level: level + 1, to: &output)
      }
    case .undefined, .markup, .generator, .namespace, .loop, .function:
      throw .type("Object of type \(value.kindName) is not JSON serializable")
    }
  }

  private static func members(_ object: ValueObject, _ style: Style) throws(TemplateError) -> [(
    key: String, value: Value
  )] {
    var members: [(key: String, value: Value)] = []
    for member in object.members { members.append((try name(member.key), member.value)) }
    return style.sortsKeys
      ? members.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) } : members
  }

  private static func name(_ key: Value) throws(TemplateError) -> String {
    switch key.plain {
    case .string(let text): return text.string
    case .none: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .number(let value): return number(value)
    default: throw .type("keys must be str, int, float, bool or None, not \(key.kindName)")
    }
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    return Value.printed(value)
  }

  private static func writeAll<Element>(
    _ elements: some Collection<Element>, _ open: String, _ close: String, _ style: Style, _ level: Int,
    to output: inout String,
    _ body: (Element, inout String) throws(TemplateError) -> Void
  ) throws(TemplateError) {
    output += open
    for (index, element) in elements.enumerated() {
      if index > 0 { output += style.itemSeparator }
      writeNewline(style, level + 1, to: &output)
      try body(element, &output)
    }
    if !elements.isEmpty { writeNewline(style, level, to: &output) }
    output += close
  }

  private static func writeNewline(_ style: Style, _ level: Int, to output: inout String) {
    if let indent = style.indent { output += "\n" + String(repeating: indent, count: level) }
  }

  private static func write(_ text: String, _ style: Style, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case "\u{08}": output += "\\b"
      case "\u{0c}": output += "\\f"
      default:
        if scalar.value < 0x20 || (style.isASCII && !scalar.isASCII) || (style.isASCII && scalar.value == 0x7f) {
          for unit in String(scalar).utf16 { output += escape(unit) }
        } else {
          output.unicodeScalars.append(scalar)
        }
      }
    }
    output += "\""
  }

  private static func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension Value {
  /// `separators=(item, key)`.
  fileprivate func separatorTexts(_ heap: Heap) throws(TemplateError) -> (String, String)? {
    if case .none = self { return nil }
    let texts = try elements(heap).compactMap(\.text?.string)
    guard texts.count == 2 else { throw .type("separators must be two texts") }
    return (texts[0], texts[1])
  }
}
