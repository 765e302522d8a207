/// An expression as parsed.
indirect enum TemplateExpression: Sendable {
  case literal(JSONValue)
  case name(TemplateSymbol)
  case list([TemplateExpression])
  case tuple([TemplateExpression])
  case object([(key: TemplateExpression, value: TemplateExpression)])
  /// Whether some kind of value has a method of that name, which then comes before a member.
  case attribute(TemplateExpression, String, mayBeMethod: Bool)
  case item(TemplateExpression, TemplateExpression)
  case slice(TemplateExpression, start: TemplateExpression?, stop: TemplateExpression?, step: TemplateExpression?)
  case call(TemplateExpression, CallArguments)
  case filter(TemplateExpression, FilterCall)
  case test(TemplateExpression, TestCall)
  case negative(TemplateExpression)
  case positive(TemplateExpression)
  case not(TemplateExpression)
  case and(TemplateExpression, TemplateExpression)
  case or(TemplateExpression, TemplateExpression)
  case arithmetic(ArithmeticOperator, TemplateExpression, TemplateExpression)
  case concatenation([TemplateExpression])
  /// `a < b <= c`
  case comparison(TemplateExpression, [(ComparisonOperator, TemplateExpression)])
  /// `then if condition else other`
  case conditional(TemplateExpression, then: TemplateExpression, else: TemplateExpression?)
}

enum ArithmeticOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case power = "**"

  static let sums = signs([.add, .subtract])
  static let products = signs([.multiply, .divide, .floorDivide, .remainder])
  static let powers = signs([.power])

  private static func signs(_ operators: [Self]) -> [TemplateSign: Self] {
    Dictionary(uniqueKeysWithValues: operators.map { (TemplateSign($0.rawValue), $0) })
  }
}

enum ComparisonOperator: String, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isIn = "in"
  case isNotIn = "not in"

  /// Those that are no words.
  static let signs = Dictionary(
    uniqueKeysWithValues: [equal, notEqual, less, lessOrEqual, greater, greaterOrEqual].map {
      (TemplateSign($0.rawValue), $0)
    })
}

/// The arguments of a call as written.
struct CallArguments: Sendable {
  var positional: [TemplateExpression] = []
  var named: [(name: String, value: TemplateExpression)] = []
  /// `*list` and `**object`.
  var spreadList: TemplateExpression?
  var spreadObject: TemplateExpression?

  var isEmpty: Bool { positional.isEmpty && named.isEmpty && spreadList == nil && spreadObject == nil }
}

/// A filter with its arguments.
struct FilterCall: Sendable {
  var name: String
  /// Nil for a name that no filter has, which is an error only when it is met.
  var family: Filters.Family?
  var arguments = CallArguments()
}

/// A test with its arguments.
struct TestCall: Sendable {
  var name: String
  /// What kind of value it asks for; nil for other tests.
  var kind: Tests.Kind?
  var arguments = CallArguments()
}

/// What `set` and `for` assign to.
indirect enum AssignmentTarget: Sendable {
  case name(TemplateSymbol)
  case tuple([AssignmentTarget])
  case attribute(of: TemplateSymbol, String)
}

/// A statement as parsed.
indirect enum TemplateStatement: Sendable {
  case text(String)
  case output(TemplateExpression)
  case set(AssignmentTarget, TemplateExpression)
  case setBlock(AssignmentTarget, [FilterCall], [TemplateStatement])
  case conditional([(condition: TemplateExpression, body: [TemplateStatement])], else: [TemplateStatement])
  case loop(LoopDefinition)
  case macro(MacroDefinition)
  case callBlock(MacroDefinition, TemplateExpression)
  case filterBlock([FilterCall], [TemplateStatement])
  case with([(AssignmentTarget, TemplateExpression)], [TemplateStatement])
  /// A tag that only marks what is inside: `generation`, `block`.
  case group([TemplateStatement])
  case breakLoop
  case continueLoop
}

/// `for target in items if condition` … `else` …
struct LoopDefinition: Sendable {
  var target: AssignmentTarget
  var items: TemplateExpression
  var condition: TemplateExpression?
  var isRecursive: Bool
  var body: [TemplateStatement]
  var otherwise: [TemplateStatement]
}

/// `macro name(parameters)`
struct MacroDefinition: Sendable {
  var symbol: TemplateSymbol
  var parameters: [(symbol: TemplateSymbol, defaultValue: TemplateExpression?)]
  var body: [TemplateStatement]
  /// The names in the body that decide what a call may give beside the parameters.
  var extras: Set<String>

  /// Names of what a call gives beside the parameters.
  static let extraNames: Set<String> = ["varargs", "kwargs", "caller"]
}
