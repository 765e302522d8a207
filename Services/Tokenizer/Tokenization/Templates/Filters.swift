/// Jinja's built-in filters, and `tojson` as HF transformers defines it.
enum Filters {
  /// Where a filter is to be found, so that its name is looked for only there.
  enum Family: Sendable {
    case general, text, number, sequence, selection

    init?(of name: String) {
      guard let family = Filters.families[name] else { return nil }
      self = family
    }
  }

  private static let families: [String: Family] = {
    let names: [(Family, String)] = [
      (.general, "default d safe escape e forceescape string length count tojson items attr"),
      (
        .text,
        "trim lower upper capitalize title replace indent wordcount filesizeformat pprint center truncate striptags "
          + "urlencode format"
      ), (.number, "int float abs round"),
      (.sequence, "list first last join reverse sum sort dictsort min max unique batch slice groupby"),
      (.selection, "map select reject selectattr rejectattr"),
    ]
    let pairs = names.flatMap { family, names in names.split(separator: " ").map { (String($0), family) } }
    return Dictionary(pairs, uniquingKeysWith: { $1 })
  }()

  static func apply(
    _ name: String, to value: Value, _ arguments: Arguments, _ renderer: inout Renderer
  ) throws(TemplateError) -> Value {
    try apply(name, of: Family(of: name), to: value, arguments, &renderer)
  }

  static func apply(
    _ name: String, of family: Family?, to value: Value, _ arguments: Arguments, _ renderer: inout Renderer
  ) throws(TemplateError) -> Value {
    let result: Value? =
      switch family {
      case .general: try general(name, to: value, arguments, &renderer)
      case .text: try TextFilters.apply(name, to: value, arguments)
      case .number: try NumberFilters.apply(name, to: value, arguments)
      case .sequence: try SequenceFilters.apply(name, to: value, arguments)
      case .selection: try SelectionFilters.apply(name, to: value, arguments, &renderer)
      case nil: nil
      }
    if let result { return result }
    if names.contains(name) { throw .unsupported("the filter \(name)") }
    throw .undefined("No filter named '\(name)' found.")
  }

  private static func general(
    _ name: String, to value: Value, _ arguments: Arguments, _ renderer: inout Renderer
  ) throws(TemplateError) -> Value? {
    let heap = arguments.heap
    switch name {
    case "default", "d": return withDefault(value, arguments)
    case "safe": return heap.markup(value.printed)
    case "escape", "e", "forceescape":
      return heap.markup(Markup.escaped(name == "forceescape" ? heap.string(value.printed) : value))
    case "string": return value.text == nil ? heap.string(value.printed) : value
    case "length", "count": return .integer(try value.count())
    case "tojson": return heap.string(try TemplateJSON.text(of: value, arguments))
    case "items": return heap.generator(try pairs(of: value, heap))
    case "attr": return try Members.attribute(heap.text(arguments.value(0, "name")?.printed ?? ""), of: value, heap)
    default: return nil
    }
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
    return isMissing ? arguments.value(0, "default_value") ?? .string(Text()) : value
  }

  private static func pairs(of value: Value, _ heap: Heap) throws(TemplateError) -> [Value] {
    switch value {
    case .undefined: return []
    case .object(let object): return heap.pairs(of: object)
    default: throw .type("Can only get item pairs from a mapping.")
    }
  }
}
