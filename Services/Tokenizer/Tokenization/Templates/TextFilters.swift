/// Filters that make text from text.
enum TextFilters {
  static func apply(_ name: String, to value: Value, _ arguments: Arguments) throws(TemplateError) -> Value? {
    let heap = arguments.heap
    if name == "trim" { return trimmed(value, arguments.value(0, "chars")?.text, heap) }
    let text = value.printed
    switch name {
    case "lower": return Markup.text(heap.text(text.lowercased()), like: value)
    case "upper": return Markup.text(heap.text(text.uppercased()), like: value)
    case "wordcount": return .integer(wordCount(text))
    default: return try changed(name, value, text, arguments).map(heap.string)
    }
  }

  static func trimmed(_ value: Value, _ characters: Text?, _ heap: Heap) -> Value {
    Markup.text((value.text ?? heap.text(value.printed)).stripped(characters), like: value)
  }

  private static func changed(
    _ name: String, _ value: Value, _ text: String, _ arguments: Arguments
  ) throws(TemplateError) -> String? {
    switch name {
    case "capitalize": return TextCase.capitalized(text)
    case "title": return TextCase.titled(text)
    case "replace": return try replaced(text, arguments)
    case "indent":
      guard try value.defined().text != nil else { throw .type("indent is for text, not '\(value.kindName)'") }
      return indented(text, arguments)
    case "filesizeformat": return try fileSize(value, arguments)
    case "pprint": return try prettyPrinted(value, arguments.heap)
    case "center": return try Methods.centered(text, arguments.value(0, "width")?.whole ?? 80)
    case "truncate":
      if value.text == nil { _ = try value.count() }
      return truncated(text, arguments)
    case "striptags": return withoutTags(text)
    case "urlencode": return try urlEncoded(value, arguments.heap)
    case "format": return try PercentFormat.format(text, arguments.heap.tuple(arguments.positional))
    default: return nil
    }
  }

  /// Runs of what Python's `\w` matches: letters, numbers of any kind and the underscore.
  private static func wordCount(_ text: String) -> Int {
    var count = 0
    var isInWord = false
    for scalar in text.unicodeScalars {
      let isWord = scalar == "_" || ScalarClass.contains(ScalarClass.letters | ScalarClass.numbers, scalar.value)
      if isWord && !isInWord { count += 1 }
      isInWord = isWord
    }
    return count
  }

  /// `13.5 kB`, or with binary units `13.2 KiB`.
  private static func fileSize(_ value: Value, _ arguments: Arguments) throws(TemplateError) -> String {
    guard case .number(let bytes) = NumberFilters.float(try value.defined()) else { return "" }
    let isBinary = arguments.value(0, "binary")?.isTrue ?? false
    let base: Double = isBinary ? 1024 : 1000
    if bytes == 1 { return "1 Byte" }
    if bytes < base { return "\(Int(bytes)) Bytes" }
    let prefixes = ["k", "M", "G", "T", "P", "E", "Z", "Y"].map { isBinary ? $0.uppercased() + "iB" : $0 + "B" }
    var unit = base
    for prefix in prefixes {
      unit *= base
      if bytes < unit || prefix == prefixes.last {
        return try PercentFormat.format("%.1f \(prefix)", .number(base * bytes / unit))
      }
    }
    return ""
  }

  /// What fits on one line of 80 characters, with sorted keys as Python's `pprint` has them.
  private static func prettyPrinted(_ value: Value, _ heap: Heap) throws(TemplateError) -> String {
    let text = try SequenceFilters.withSortedKeys(value, heap).representation
    guard text.unicodeScalars.count <= 80 else { throw .unsupported("pprint of more than one line") }
    return text
  }

  private static func replaced(_ text: String, _ arguments: Arguments) throws(TemplateError) -> String {
    guard let old = arguments.value(0, "old"), let new = arguments.value(1, "new") else {
      throw .type("replace needs the old and the new text")
    }
    let max = arguments.value(2, "count")?.whole ?? .max
    return ScalarText(text).replacing(ScalarText(old.printed), with: ScalarText(new.printed), max: max).string
  }

  private static func indented(_ text: String, _ arguments: Arguments) -> String {
    let width = arguments.value(0, "width") ?? .integer(4)
    let margin = width.text?.string ?? String(repeating: " ", count: min(max(width.whole ?? 4, 0), 1_000))
    let indentsFirst = arguments.value(1, "first")?.isTrue ?? false
    let indentsBlank = arguments.value(2, "blank")?.isTrue ?? false
    // One line feed is added before cutting into lines, so that a last empty line is kept.
    let lines = ScalarText(text).split(separator: ScalarText("\n")).map(\.string)
    let rest = lines.dropFirst().map { $0.isEmpty && !indentsBlank ? $0 : margin + $0 }
    return (indentsFirst ? margin : "") + ([lines[0]] + rest).joined(separator: "\n")
  }

  private static func truncated(_ text: String, _ arguments: Arguments) -> String {
    let length = max(arguments.value(0, "length")?.whole ?? 255, 0)
    let end = arguments.value(2, "end")?.printed ?? "..."
    let leeway = arguments.value(3, "leeway")?.whole ?? 5
    let scalars = ScalarText(text)
    guard scalars.scalars.count > length + leeway else { return text }
    let cut = ScalarText(scalars.scalars.prefix(max(0, length - end.unicodeScalars.count)))
    if arguments.value(1, "killwords")?.isTrue ?? false { return cut.string + end }
    let space = cut.lastRange(of: ScalarText(" "))
    return ScalarText(cut.scalars[..<(space?.lowerBound ?? cut.scalars.endIndex)]).string + end
  }

  private static func withoutTags(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    var isInTag = false
    for scalar in text.unicodeScalars {
      if scalar == "<" { isInTag = true }
      if !isInTag { output.append(scalar) }
      if scalar == ">" { isInTag = false }
    }
    return ScalarText(output).splitAtSpace().map(\.string).joined(separator: " ")
  }

  /// Text as a part of a path; a mapping, or pairs, as a query.
  private static func urlEncoded(_ value: Value, _ heap: Heap) throws(TemplateError) -> String {
    let pairs: [Value]
    switch value {
    case .object(let object): pairs = heap.pairs(of: object)
    case .list, .tuple, .generator: pairs = Array(try value.elements(heap))
    default: return urlEncoded(value.printed, keeping: "-._~/")
    }
    return try pairs.map { (pair) throws(TemplateError) in
      let parts = try pair.elements(heap)
      guard parts.count == 2 else { throw .type("urlencode needs pairs") }
      return parts.map { urlEncoded($0.printed, keeping: "-._~").replacing("%20", with: "+") }.joined(separator: "=")
    }.joined(separator: "&")
  }

  private static func urlEncoded(_ text: String, keeping plain: String) -> String {
    text.utf8.map { byte in
      let isPlain = byte < 0x80 && (Unicode.Scalar(byte).properties.isAlphabetic || (0x30...0x39).contains(byte))
      if isPlain || plain.utf8.contains(byte) { return String(Unicode.Scalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }
}
