/// Jinja's built-in filters, and `tojson` as HF transformers defines it.
enum Filters {
  static func apply(
    _ name: String, to value: Value, _ arguments: Arguments, _ renderer: Renderer
  ) throws(TemplateError) -> Value {
    switch name {
    case "default", "d": return withDefault(value, arguments)
    case "safe": return .markup(value.printed)
    case "escape", "e", "forceescape":
      return .markup(Markup.escaped(name == "forceescape" ? .string(value.printed) : value))
    case "string": return Markup.text(value.printed, like: value)
    case "length", "count": return .integer(try value.count())
    case "tojson": return .string(try TemplateJSON.text(of: value, arguments))
    case "items": return .generator(Generator(try pairs(of: value)))
    case "attr": return try renderer.attribute(arguments.value(0, "name")?.printed ?? "", of: value)
    default: break
    }
    if let result = try TextFilters.apply(name, to: value, arguments) { return result }
    if let result = try NumberFilters.apply(name, to: value, arguments) { return result }
    if let result = try SequenceFilters.apply(name, to: value, arguments) { return result }
    if let result = try SelectionFilters.apply(name, to: value, arguments, renderer) { return result }
    if names.contains(name) { throw .unsupported("the filter \(name)") }
    throw .undefined("No filter named '\(name)' found.")
  }

  /// The names of all filters that Jinja has, and `tojson`.
  static let names: Set<String> = [
    "abs", "attr", "batch", "capitalize", "center", "count", "d", "default", "dictsort", "e", "escape",
    "filesizeformat",
    "first", "float", "forceescape", "format", "groupby", "indent", "int", "items", "join", "last", "length", "list",
    "lower", "map", "max", "min", "pprint", "random", "reject", "rejectattr", "replace", "reverse", "round", "safe",
    "select", "selectattr", "slice", "sort", "string", "striptags", "sum", "title", "tojson", "trim", "truncate",
    "unique", "upper", "urlencode", "urlize", "wordcount", "wordwrap", "xmlattr",
  ]

  private static func withDefault(_ value: Value, _ arguments: Arguments) -> Value {
    let replacesFalse = arguments.value(1, "boolean")?.isTrue ?? false
    let isMissing = value.isUndefined || (replacesFalse && !value.isTrue)
    return isMissing ? arguments.value(0, "default_value") ?? .string("") : value
  }

  private static func pairs(of value: Value) throws(TemplateError) -> [Value] {
    switch value {
    case .undefined: return []
    case .object(let object): return object.members.map { .tuple([$0.key, $0.value]) }
    default: throw .type("Can only get item pairs from a mapping.")
    }
  }
}
