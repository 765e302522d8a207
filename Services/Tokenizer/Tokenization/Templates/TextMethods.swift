/// Methods of Python's `str`.
enum TextMethods {
  typealias Body = (Arguments) throws(TemplateError) -> Value

  static func method(_ name: String, of text: String) -> Body? {
    cutting(name, ScalarText(text)) ?? finding(name, ScalarText(text)) ?? changing(name, text) ?? asking(name, text)
  }

  private static func argument(_ arguments: Arguments, _ index: Int, _ name: String) throws(TemplateError) -> ScalarText
  {
    guard let text = arguments.value(index, name)?.text else { throw .type("argument \(index + 1) must be str") }
    return ScalarText(text)
  }

  private static func count(_ arguments: Arguments, _ index: Int, _ name: String) -> Int {
    let value = arguments.value(index, name)?.whole ?? -1
    return value < 0 ? .max : value
  }

  private static func list(_ parts: [ScalarText]) -> Value { .list(parts.map { .string($0.string) }) }

  private static func cutting(_ name: String, _ text: ScalarText) -> Body? {
    switch name {
    case "strip": { (a) throws(TemplateError) in .string(text.stripped(a.value(0, "chars")?.text).string) }
    case "lstrip": { (a) throws(TemplateError) in .string(text.stripped(a.value(0, "chars")?.text, end: false).string) }
    case "rstrip":
      { (a) throws(TemplateError) in .string(text.stripped(a.value(0, "chars")?.text, start: false).string) }
    case "split": { (a) throws(TemplateError) in try split(text, a) }
    case "rsplit": { (a) throws(TemplateError) in try splitFromEnd(text, a) }
    case "splitlines": { (_) throws(TemplateError) in list(lines(of: text)) }
    case "partition":
      { (a) throws(TemplateError) in partition(text, text.range(of: try argument(a, 0, "sep")), isFirst: true) }
    case "rpartition":
      { (a) throws(TemplateError) in partition(text, text.lastRange(of: try argument(a, 0, "sep")), isFirst: false) }
    case "removeprefix":
      { (a) throws(TemplateError) in
        let prefix = try argument(a, 0, "prefix")
        return .string(
          text.scalars.starts(with: prefix.scalars)
            ? ScalarText(text.scalars.dropFirst(prefix.scalars.count)).string : text.string)
      }
    case "removesuffix":
      { (a) throws(TemplateError) in
        let suffix = try argument(a, 0, "suffix")
        return .string(
          ends(text, suffix) ? ScalarText(text.scalars.dropLast(suffix.scalars.count)).string : text.string)
      }
    default: nil
    }
  }

  private static func split(_ text: ScalarText, _ arguments: Arguments) throws(TemplateError) -> Value {
    let max = count(arguments, 1, "maxsplit")
    guard let separator = arguments.value(0, "sep")?.text else { return list(text.splitAtSpace(max: max)) }
    if separator.isEmpty { throw .type("empty separator") }
    return list(text.split(separator: ScalarText(separator), max: max))
  }

  /// As `split`, but the cuts are counted from the end.
  private static func splitFromEnd(_ text: ScalarText, _ arguments: Arguments) throws(TemplateError) -> Value {
    let mirrored = ScalarText(text.scalars.reversed())
    let max = count(arguments, 1, "maxsplit")
    let separator = arguments.value(0, "sep")?.text
    if separator?.isEmpty ?? false { throw .type("empty separator") }
    let parts =
      separator.map { mirrored.split(separator: ScalarText($0.unicodeScalars.reversed()), max: max) }
      ?? mirrored.splitAtSpace(max: max)
    return list(parts.reversed().map { ScalarText($0.scalars.reversed()) })
  }

  private static func lines(of text: ScalarText) -> [ScalarText] {
    let unified = text.replacing(ScalarText("\r\n"), with: ScalarText("\n")).replacing(
      ScalarText("\r"), with: ScalarText("\n"))
    let lines = unified.split(separator: ScalarText("\n"))
    return lines.last?.isEmpty ?? false ? lines.dropLast() : lines
  }

  private static func partition(_ text: ScalarText, _ range: Range<Int>?, isFirst: Bool) -> Value {
    guard let range else {
      return .tuple(
        isFirst ? [.string(text.string), .string(""), .string("")] : [.string(""), .string(""), .string(text.string)])
    }
    let parts = [text.scalars[..<range.lowerBound], text.scalars[range], text.scalars[range.upperBound...]]
    return .tuple(parts.map { .string(ScalarText($0).string) })
  }

  private static func finding(_ name: String, _ text: ScalarText) -> Body? {
    switch name {
    case "startswith": { (a) throws(TemplateError) in .bool(try any(a) { text.scalars.starts(with: $0.scalars) }) }
    case "endswith": { (a) throws(TemplateError) in .bool(try any(a) { ends(text, $0) }) }
    case "find": { (a) throws(TemplateError) in .integer(text.range(of: try argument(a, 0, "sub"))?.lowerBound ?? -1) }
    case "rfind":
      { (a) throws(TemplateError) in .integer(text.lastRange(of: try argument(a, 0, "sub"))?.lowerBound ?? -1) }
    case "index":
      { (a) throws(TemplateError) in
        guard let range = text.range(of: try argument(a, 0, "sub")) else { throw .type("substring not found") }
        return .integer(range.lowerBound)
      }
    case "count":
      { (a) throws(TemplateError) in
        let part = try argument(a, 0, "sub")
        return .integer(part.isEmpty ? text.scalars.count + 1 : text.split(separator: part).count - 1)
      }
    default: nil
    }
  }

  private static func ends(_ text: ScalarText, _ suffix: ScalarText) -> Bool {
    text.scalars.suffix(suffix.scalars.count).elementsEqual(suffix.scalars)
  }

  /// Whether `holds` for the argument, or for any of a tuple of them.
  private static func any(_ arguments: Arguments, _ holds: (ScalarText) -> Bool) throws(TemplateError) -> Bool {
    if case .tuple(let options)? = arguments.value(0, "prefix") {
      return options.contains { $0.text.map { holds(ScalarText($0)) } ?? false }
    }
    return holds(try argument(arguments, 0, "prefix"))
  }

  private static func changing(_ name: String, _ text: String) -> Body? {
    switch name {
    case "lower", "casefold": { (_) throws(TemplateError) in .string(text.lowercased()) }
    case "upper": { (_) throws(TemplateError) in .string(text.uppercased()) }
    case "capitalize": { (_) throws(TemplateError) in .string(TextCase.capitalized(text)) }
    case "title": { (_) throws(TemplateError) in .string(TextCase.titledLetters(text)) }
    case "center": { (a) throws(TemplateError) in .string(try Methods.centered(text, a.value(0, "width")?.whole ?? 0)) }
    case "ljust", "rjust":
      { (a) throws(TemplateError) in
        let padding = try padding(text, to: a.value(0, "width")?.whole ?? 0, with: a.value(1, "fillchar")?.text ?? " ")
        return .string(name == "ljust" ? text + padding : padding + text)
      }
    case "replace":
      { (a) throws(TemplateError) in
        let (old, new) = (try argument(a, 0, "old"), try argument(a, 1, "new"))
        return .string(ScalarText(text).replacing(old, with: new, max: count(a, 2, "count")).string)
      }
    case "join":
      { (a) throws(TemplateError) in
        var parts: [String] = []
        for element in try (a.value(0, "iterable") ?? .none).elements() {
          guard let part = element.text else {
            throw .type("sequence item: expected str instance, \(element.kindName) found")
          }
          parts.append(part)
        }
        return .string(parts.joined(separator: text))
      }
    case "zfill":
      { (a) throws(TemplateError) in
        let missing = (a.value(0, "width")?.whole ?? 0) - text.unicodeScalars.count
        guard missing <= TemplateLimits.textByteCountMax else { throw .limit("text too wide") }
        return .string(String(repeating: "0", count: max(0, missing)) + text)
      }
    case "format": { (a) throws(TemplateError) in .string(try BraceFormat.format(text, a)) }
    default: nil
    }
  }

  private static func padding(_ text: String, to width: Int, with filling: String) throws(TemplateError) -> String {
    guard filling.unicodeScalars.count == 1 else {
      throw .type("the fill character must be exactly one character long")
    }
    let missing = width - text.unicodeScalars.count
    guard missing <= TemplateLimits.textByteCountMax / 4 else { throw .limit("text too wide") }
    return String(repeating: filling, count: max(0, missing))
  }

  private static func asking(_ name: String, _ text: String) -> Body? {
    func all(_ holds: @escaping (Unicode.Scalar.Properties) -> Bool) -> Body {
      { (_) throws(TemplateError) in .bool(!text.isEmpty && text.unicodeScalars.allSatisfy { holds($0.properties) }) }
    }
    return switch name {
    case "isdigit", "isdecimal", "isnumeric": all { $0.generalCategory == .decimalNumber }
    case "isalpha": all { ScalarClass.letters >> UInt32(ScalarClass.code(of: $0.generalCategory)) & 1 != 0 }
    case "isalnum":
      all { (ScalarClass.letters | ScalarClass.numbers) >> UInt32(ScalarClass.code(of: $0.generalCategory)) & 1 != 0 }
    case "istitle": { (_) throws(TemplateError) in .bool(TextCase.isTitled(text)) }
    case "isspace": all(\.isWhitespace)
    case "islower": { (_) throws(TemplateError) in .bool(try Tests.holds("lower", .string(text), Arguments())) }
    case "isupper": { (_) throws(TemplateError) in .bool(try Tests.holds("upper", .string(text), Arguments())) }
    default: nil
    }
  }
}
