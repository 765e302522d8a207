internal import Foundation

/// Operators on values, as Python defines them.
enum Arithmetic {
  static func negate(_ value: Value, _ heap: Heap) throws(TemplateError) -> Value {
    if case .number(let number) = try value.defined() { return .number(-number) }
    return try apply(.subtract, .integer(0), value, heap)
  }

  static func apply(
    _ operation: ArithmeticOperator, _ left: Value, _ right: Value, _ heap: Heap
  ) throws(TemplateError) -> Value {
    let left = try left.defined()
    let right = try right.defined()
    if let a = left.whole, let b = right.whole { return try whole(operation, a, b) }
    if let a = left.numeric, let b = right.numeric { return try real(operation, a, b) }
    switch (operation, left, right) {
    case (.add, .string(let a), .string(let b)): return .string(heap.text(a, b))
    case (.add, .markup(let a), _) where right.text != nil: return heap.markup(a.string + Markup.escaped(right))
    case (.add, .string, .markup(let b)): return heap.markup(Markup.escaped(left) + b.string)
    case (.add, .list(let a), .list(let b)): return heap.list(Array(a) + b)
    case (.add, .tuple(let a), .tuple(let b)): return heap.tuple(Array(a) + b)
    case (.multiply, .string(let text), _), (.multiply, _, .string(let text)):
      return heap.string(String(repeating: text.string, count: try times(left, right, unit: text.count)))
    case (.multiply, .list(let elements), _), (.multiply, _, .list(let elements)):
      return heap.list((0..<(try times(left, right, unit: elements.count))).flatMap { _ in elements })
    case (.multiply, .tuple(let elements), _), (.multiply, _, .tuple(let elements)):
      return heap.tuple((0..<(try times(left, right, unit: elements.count))).flatMap { _ in elements })
    case (.remainder, .string(let format), _): return heap.string(try PercentFormat.format(format.string, right))
    default:
      throw .type(
        "unsupported operand type(s) for \(operation.rawValue): '\(left.kindName)' and '\(right.kindName)'")
    }
  }

  private static func times(_ left: Value, _ right: Value, unit: Int) throws(TemplateError) -> Int {
    guard let count = left.whole ?? right.whole else { throw .type("can't multiply sequence by non-int") }
    let (total, overflows) = max(count, 0).multipliedReportingOverflow(by: max(unit, 1))
    guard !overflows, total <= TemplateLimits.textByteCountMax else { throw .limit("repetition too long") }
    return max(count, 0)
  }

  private static func whole(_ operation: ArithmeticOperator, _ a: Int, _ b: Int) throws(TemplateError) -> Value {
    let result: (partialValue: Int, overflow: Bool)
    switch operation {
    case .add: result = a.addingReportingOverflow(b)
    case .subtract: result = a.subtractingReportingOverflow(b)
    case .multiply: result = a.multipliedReportingOverflow(by: b)
    case .divide: return try real(.divide, Double(a), Double(b))
    case .floorDivide, .remainder: return try floorDivision(operation, a, b)
    case .power: return try power(a, b)
    }
    if result.overflow { throw .limit("whole number over 64 bits") }
    return .integer(result.partialValue)
  }

  /// Python rounds towards minus infinity; the remainder has the sign of the divisor.
  private static func floorDivision(_ operation: ArithmeticOperator, _ a: Int, _ b: Int) throws(TemplateError) -> Value
  {
    guard b != 0 else { throw .type("integer division or modulo by zero") }
    let (quotient, overflows) = a.dividedReportingOverflow(by: b)
    if overflows { throw .limit("whole number over 64 bits") }
    let remainder = a - quotient * b
    let isBelow = remainder != 0 && (remainder < 0) != (b < 0)
    return .integer(operation == .floorDivide ? quotient - (isBelow ? 1 : 0) : remainder + (isBelow ? b : 0))
  }

  private static func power(_ base: Int, _ exponent: Int) throws(TemplateError) -> Value {
    if exponent < 0 { return .number(pow(Double(base), Double(exponent))) }
    var value = 1
    if base == 0 || base == 1 { return .integer(exponent == 0 ? 1 : base) }
    if base == -1 { return .integer(exponent % 2 == 0 ? 1 : -1) }
    for _ in 0..<exponent {
      let (next, overflows) = value.multipliedReportingOverflow(by: base)
      if overflows { throw .limit("whole number over 64 bits") }
      value = next
    }
    return .integer(value)
  }

  private static func real(_ operation: ArithmeticOperator, _ a: Double, _ b: Double) throws(TemplateError) -> Value {
    switch operation {
    case .add: return .number(a + b)
    case .subtract: return .number(a - b)
    case .multiply: return .number(a * b)
    case .power: return .number(pow(a, b))
    case .divide, .floorDivide, .remainder:
      guard b != 0 else { throw .type("division by zero") }
      if operation == .divide { return .number(a / b) }
      let quotient = (a / b).rounded(.down)
      return .number(operation == .floorDivide ? quotient : a - quotient * b)
    }
  }

  static func holds(_ comparison: ComparisonOperator, _ left: Value, _ right: Value) throws(TemplateError) -> Bool {
    switch comparison {
    case .equal: left.equals(right)
    case .notEqual: !left.equals(right)
    case .less: try left.isLess(than: right)
    case .greater: try right.isLess(than: left)
    case .lessOrEqual: try left.isLess(than: right) || left.equals(right)
    case .greaterOrEqual: try right.isLess(than: left) || left.equals(right)
    case .isIn: try right.contains(left)
    case .isNotIn: !(try right.contains(left))
    }
  }
}
