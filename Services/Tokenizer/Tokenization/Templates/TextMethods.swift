/// Methods of Python's `str`.
enum TextMethods {
  static let names: Set<String> = [
    "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "partition", "rpartition", "removeprefix",
    "removesuffix", "startswith", "endswith", "find", "rfind", "index", "count", "lower", "casefold", "upper",
    "capitalize", "title", "center", "ljust", "rjust", "replace", "join", "zfill", "format", "isdigit", "isdecimal",
    "isnumeric", "isalpha", "isalnum", "istitle", "isspace", "islower", "isupper",
  ]

  /// Nil for a name that is not one of ``names``.
  static func call(_ name: String, of text: Text, _ arguments: Arguments) throws(TemplateError) -> Value? {
    if let value = try cutting(name, text, arguments) { return value }
    if let value = try finding(name, text, arguments) { return value }
    if let value = try changing(name, text.string, arguments) { return value }
    return try asking(name, text.string).map(Value.bool)
  }

  private static func argument(_ arguments: Arguments, _ index: Int, _ name: String) throws(TemplateError) -> Text {
    guard let text = arguments.value(index, name)?.text else { throw .type("argument \(index + 1) must be str") }
    return text
  }

  private static func count(_ arguments: Arguments, _ index: Int, _ name: String) -> Int {
    let value = arguments.value(index, name)?.whole ?? -1
    return value < 0 ? .max : value
  }

  private static func cutting(_ name: String, _ text: Text, _ a: Arguments) throws(TemplateError) -> Value? {
    switch name {
    case "strip": return .string(text.stripped(a.value(0, "chars")?.text))
    case "lstrip": return .string(text.stripped(a.value(0, "chars")?.text, end: false))
    case "rstrip": return .string(text.stripped(a.value(0, "chars")?.text, start: false))
    case "split": return try split(text, a)
    case "rsplit": return try splitFromEnd(text.string, a)
    case "splitlines": return list(lines(of: text.string), a.heap)
    case "partition":
      return partition(text, text.range(of: try argument(a, 0, "sep")), isFirst: true, a.heap)
    case "rpartition":
      return partition(text, text.lastRange(of: try argument(a, 0, "sep")), isFirst: false, a.heap)
    case "removeprefix":
      let prefix = try argument(a, 0, "prefix")
      return .string(text.starts(with: prefix) ? text[part: prefix.count..<text.count] : text)
    case "removesuffix":
      let suffix = try argument(a, 0, "suffix")
      return .string(text.ends(with: suffix) ? text[part: 0..<text.count - suffix.count] : text)
    default: return nil
    }
  }

  private static func list(_ parts: [ScalarText], _ heap: Heap) -> Value {
    heap.list(parts.map { heap.string($0.string) })
  }

  private static func split(_ text: Text, _ a: Arguments) throws(TemplateError) -> Value {
    let max = count(a, 1, "maxsplit")
    guard let separator = a.value(0, "sep")?.text else {
      return list(ScalarText(text.string).splitAtSpace(max: max), a.heap)
    }
    if separator.isEmpty { throw .type("empty separator") }
    return a.heap.list(text.split(separator: separator, max: max).map(Value.string))
  }

  /// As `split`, but the cuts are counted from the end.
  private static func splitFromEnd(_ text: String, _ a: Arguments) throws(TemplateError) -> Value {
    let mirrored = ScalarText(text.unicodeScalars.reversed())
    let max = count(a, 1, "maxsplit")
    let separator = a.value(0, "sep")?.text?.string
    if separator?.isEmpty ?? false { throw .type("empty separator") }
    let parts =
      separator.map { mirrored.split(separator: ScalarText($0.unicodeScalars.reversed()), max: max) }
      ?? mirrored.splitAtSpace(max: max)
    return list(parts.reversed().map { ScalarText($0.scalars.reversed()) }, a.heap)
  }

  private static func lines(of text: String) -> [ScalarText] {
    let unified = ScalarText(text).replacing(ScalarText("\r\n"), with: ScalarText("\n")).replacing(
      ScalarText("\r"), with: ScalarText("\n"))
    let lines = unified.split(separator: ScalarText("\n"))
    return lines.last?.isEmpty ?? false ? lines.dropLast() : lines
  }

  private static func partition(_ text: Text, _ range: Range<Int>?, isFirst: Bool, _ heap: Heap) -> Value {
    guard let range else {
      return heap.tuple((isFirst ? [text, Text(), Text()] : [Text(), Text(), text]).map(Value.string))
    }
    let ranges = [0..<range.lowerBound, range, range.upperBound..<text.count]
    return heap.tuple(ranges.map { .string(text[part: $0]) })
  }

  private static func finding(_ name: String, _ text: Text, _ a: Arguments) throws(TemplateError) -> Value? {
    switch name {
    case "startswith": return .bool(try any(a) { text.starts(with: $0) })
    case "endswith": return .bool(try any(a) { text.ends(with: $0) })
    case "find": return .integer(scalarIndex(text.range(of: try argument(a, 0, "sub")), in: text) ?? -1)
    case "rfind": return .integer(scalarIndex(text.lastRange(of: try argument(a, 0, "sub")), in: text) ?? -1)
    case "index":
      guard let index = scalarIndex(text.range(of: try argument(a, 0, "sub")), in: text) else {
        throw .type("substring not found")
      }
      return .integer(index)
    case "count":
      let part = try argument(a, 0, "sub")
      return .integer(part.isEmpty ? text.scalarCount + 1 : text.split(separator: part).count - 1)
    default: return nil
    }
  }

  private static func scalarIndex(_ range: Range<Int>?, in text: Text) -> Int? {
    range.map { text[part: 0..<$0.lowerBound].scalarCount }
  }

  /// Whether `holds` for the argument, or for any of a tuple of them.
  private static func any(_ arguments: Arguments, _ holds: (Text) -> Bool) throws(TemplateError) -> Bool {
    if case .tuple(let options)? = arguments.value(0, "prefix") {
      return options.contains { $0.text.map(holds) ?? false }
    }
    return holds(try argument(arguments, 0, "prefix"))
  }

  private static func changing(_ name: String, _ text: String, _ a: Arguments) throws(TemplateError) -> Value? {
    switch name {
    case "lower", "casefold": return a.heap.string(text.lowercased())
    case "upper": return a.heap.string(text.uppercased())
    case "capitalize": return a.heap.string(TextCase.capitalized(text))
    case "title": return a.heap.string(TextCase.titledLetters(text))
    case "center": return a.heap.string(try Methods.centered(text, a.value(0, "width")?.whole ?? 0))
    case "ljust", "rjust":
      let padding = try padding(text, to: a.value(0, "width")?.whole ?? 0, with: a.value(1, "fillchar")?.text?.string)
      return a.heap.string(name == "ljust" ? text + padding : padding + text)
    case "replace":
      let (old, new) = (try argument(a, 0, "old").string, try argument(a, 1, "new").string)
      let max = count(a, 2, "count")
      return a.heap.string(ScalarText(text).replacing(ScalarText(old), with: ScalarText(new), max: max).string)
    case "join": return a.heap.string(try joined(a, separator: text))
    case "zfill":
      let missing = (a.value(0, "width")?.whole ?? 0) - text.unicodeScalars.count
      guard missing <= TemplateLimits.textByteCountMax else { throw .limit("text too wide") }
      return a.heap.string(String(repeating: "0", count: max(0, missing)) + text)
    case "format": return a.heap.string(try BraceFormat.format(text, a))
    default: return nil
    }
  }

  private static func joined(_ a: Arguments, separator: String) throws(TemplateError) -> String {
    var parts: [String] = []
    for element in try (a.value(0, "iterable") ?? .none).elements(a.heap) {
      guard let part = element.text else {
        throw .type("sequence item: expected str instance, \(element.kindName) found")
      }
      parts.append(part.string)
    }
    return parts.joined(separator: separator)
  }

  private static func padding(_ text: String, to width: Int, with filling: String?) throws(TemplateError) -> String {
    let filling = filling ?? " "
    guard filling.unicodeScalars.count == 1 else {
      throw .type("the fill character must be exactly one character long")
    }
    let missing = width - text.unicodeScalars.count
    guard missing <= TemplateLimits.textByteCountMax / 4 else { throw .limit("text too wide") }
    return String(repeating: filling, count: max(0, missing))
  }

  private static func asking(_ name: String, _ text: String) throws(TemplateError) -> Bool? {
    func all(_ holds: (Unicode.Scalar.Properties) -> Bool) -> Bool {
      !text.isEmpty && text.unicodeScalars.allSatisfy { holds($0.properties) }
    }
    return switch name {
    case "isdigit", "isdecimal", "isnumeric": all { $0.generalCategory == .decimalNumber }
    case "isalpha": all { ScalarClass.letters >> UInt32(ScalarClass.code(of: $0.generalCategory)) & 1 != 0 }
    case "isalnum":
      all { (ScalarClass.letters | ScalarClass.numbers) >> UInt32(ScalarClass.code(of: $0.generalCategory)) & 1 != 0 }
    case "istitle": TextCase.isTitled(text)
    case "isspace": all(\.isWhitespace)
    case "islower": Tests.hasCase(text, isUpper: false)
    case "isupper": Tests.hasCase(text, isUpper: true)
    default: nil
    }
  }
}
