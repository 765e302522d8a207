/// What may stand after `is`.
enum Tests {
  static func holds(_ name: String, _ value: Value, _ arguments: Arguments) throws(TemplateError) -> Bool {
    if let kind = Kind(rawValue: name) { return isOf(kind, value) }
    if let comparison = comparisons[name] {
      return try Arithmetic.holds(comparison, value, arguments.value(0, "other") ?? .none)
    }
    switch name {
    case "divisibleby":
      let divisor = arguments.value(0, "num") ?? .integer(0)
      return try Arithmetic.apply(.remainder, value, divisor, arguments.heap).numeric == 0
    case "even", "odd":
      return try Arithmetic.apply(.remainder, value, .integer(2), arguments.heap).numeric == (name == "odd" ? 1 : 0)
    case "lower", "upper": return hasCase(value.printed, isUpper: name == "upper")
    case "sameas": return isSame(value, arguments.value(0, "other") ?? .none)
    case "escaped": return false
    case "filter": return value.text.map { Filters.names.contains($0.string) } ?? false
    case "test": return value.text.map { names.contains($0.string) } ?? false
    default: throw .undefined("No test named '\(name)' found.")
    }
  }

  /// The names of all tests.
  private static let names: Set<String> = Set(comparisons.keys).union([
    "odd", "even", "divisibleby", "defined", "undefined", "filter", "test", "none", "boolean", "false", "true",
    "integer",
    "float", "lower", "upper", "string", "mapping", "number", "sequence", "iterable", "callable", "sameas", "escaped",
  ])

  private static let comparisons: [String: ComparisonOperator] = [
    "eq": .equal, "equalto": .equal, "==": .equal, "ne": .notEqual, "!=": .notEqual, "lt": .less, "lessthan": .less,
    "<": .less, "le": .lessOrEqual, "<=": .lessOrEqual, "gt": .greater, "greaterthan": .greater, ">": .greater,
    "ge": .greaterOrEqual, ">=": .greaterOrEqual, "in": .isIn,
  ]

  /// Tests of what kind of value it is.
  enum Kind: String, Sendable {
    case defined, undefined, none, boolean, `true`, `false`, integer, float, number, string, mapping, callable, iterable
    case sequence
  }

  static func isOf(_ kind: Kind, _ value: Value) -> Bool {
    switch (kind, value) {
    case (.defined, _): !value.isUndefined
    case (.undefined, _): value.isUndefined
    case (.none, .none), (.boolean, .bool), (.true, .bool(true)), (.false, .bool(false)), (.integer, .integer): true
    case (.float, .number), (.mapping, .object), (.callable, .function): true
    case (.number, _): value.numeric != nil
    case (.string, _): value.text != nil
    case (.iterable, _): isIterable(value)
    case (.sequence, .generator): false
    case (.sequence, _): isIterable(value)
    default: false
    }
  }

  /// An undefined value counts: it can be looped over, without any turn.
  private static func isIterable(_ value: Value) -> Bool {
    switch value.plain {
    case .undefined, .string, .list, .tuple, .object, .generator, .loop: true
    default: false
    }
  }

  /// Whether there are letters with case and all are of the one asked for.
  static func hasCase(_ text: String, isUpper: Bool) -> Bool {
    let cased = text.unicodeScalars.filter(\.properties.isCased)
    return !cased.isEmpty && cased.allSatisfy { isUpper ? $0.properties.isUppercase : $0.properties.isLowercase }
  }

  private static func isSame(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.bool, .bool), (.none, .none), (.namespace, .namespace), (.integer, .integer), (.string, .string): a.equals(b)
    default: false
    }
  }
}
