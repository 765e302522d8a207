/// What may stand after `is`.
enum Tests {
  static func holds(_ name: String, _ value: Value, _ arguments: Arguments) throws(TemplateError) -> Bool {
    if let answer = kind(name, value) { return answer }
    if let comparison = comparisons[name] {
      return try Arithmetic.holds(comparison, value, arguments.value(0, "other") ?? .none)
    }
    switch name {
    case "divisibleby":
      let divisor = arguments.value(0, "num") ?? .integer(0)
      return try Arithmetic.apply(.remainder, value, divisor).numeric == 0
    case "even", "odd": return try Arithmetic.apply(.remainder, value, .integer(2)).numeric == (name == "odd" ? 1 : 0)
    case "lower", "upper": return hasCase(value.printed, isUpper: name == "upper")
    case "sameas": return isSame(value, arguments.value(0, "other") ?? .none)
    case "escaped": return false
    case "filter": return value.text.map(Filters.names.contains) ?? false
    case "test": return value.text.map(names.contains) ?? false
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

  /// Tests of what kind of value it is; nil for other tests.
  private static func kind(_ name: String, _ value: Value) -> Bool? {
    switch name {
    case "defined": return !value.isUndefined
    case "undefined": return value.isUndefined
    case "none": if case .none = value { return true }
    case "boolean": if case .bool = value { return true }
    case "true": if case .bool(true) = value { return true }
    case "false": if case .bool(false) = value { return true }
    case "integer": if case .integer = value { return true }
    case "float": if case .number = value { return true }
    case "number": return value.numeric != nil
    case "string": return value.text != nil
    case "mapping": if case .object = value { return true }
    case "callable": if case .function = value { return true }
    case "iterable": return isIterable(value)
    case "sequence": if case .generator = value { return false } else { return isIterable(value) }
    default: return nil
    }
    return false
  }

  /// An undefined value counts: it can be looped over, without any turn.
  private static func isIterable(_ value: Value) -> Bool {
    switch value.plain {
    case .undefined, .string, .list, .tuple, .object, .generator, .loop: true
    default: false
    }
  }

  /// Whether there are letters with case and all are of the one asked for.
  private static func hasCase(_ text: String, isUpper: Bool) -> Bool {
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
