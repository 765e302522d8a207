internal import Foundation

/// Filters that make numbers.
enum NumberFilters {
  static func apply(_ name: String, to value: Value, _ arguments: Arguments) throws(TemplateError) -> Value? {
    switch name {
    case "int": return try integer(try value.defined(), arguments)
    case "float": return .number(number(try value.defined()) ?? arguments.value(0, "default")?.numeric ?? 0)
    case "abs": return try absolute(value)
    case "round": return try rounded(value, arguments)
    default: return nil
    }
  }

  /// The number that `float` makes, 0 for what is none.
  static func float(_ value: Value) -> Value { .number(number(value) ?? 0) }

  private static func integer(_ value: Value, _ arguments: Arguments) throws(TemplateError) -> Value {
    if let whole = value.whole { return .integer(whole) }
    let base = arguments.value(1, "base")?.whole ?? 10
    if let text = value.text, let whole = parsed(text, base) { return .integer(whole) }
    if let number = number(value), number.isFinite {
      guard let whole = Int(exactly: number.rounded(.towardZero)) else { throw .limit("whole number over 64 bits") }
      return .integer(whole)
    }
    return arguments.value(0, "default") ?? .integer(0)
  }

  private static func parsed(_ text: Text, _ base: Int) -> Int? {
    guard (2...36).contains(base) else { return nil }
    return Int(text.stripped(nil).string.replacingOccurrences(of: "_", with: ""), radix: base)
  }

  private static func number(_ value: Value) -> Double? {
    value.numeric ?? value.text.flatMap { Double($0.stripped(nil).string) }
  }

  private static func absolute(_ value: Value) throws(TemplateError) -> Value {
    if let whole = value.whole, whole != .min { return .integer(abs(whole)) }
    guard let number = value.numeric else { throw .type("bad operand type for abs(): '\(value.kindName)'") }
    return .number(abs(number))
  }

  /// A whole number rounded to a multiple of ten to the power of `-precision`, halves to the even one.
  private static func roundedToTens(_ whole: Int, _ precision: Int) -> Int {
    guard precision > -19 else { return 0 }
    let unit = (precision..<0).reduce(1) { product, _ in product * 10 }
    let (quotient, rest) = (whole / unit, abs(whole % unit))
    let isUp = rest * 2 > unit || (rest * 2 == unit && quotient % 2 != 0)
    return (quotient + (isUp ? (whole < 0 ? -1 : 1) : 0)) * unit
  }

  private static func rounded(_ value: Value, _ arguments: Arguments) throws(TemplateError) -> Value {
    guard let number = value.numeric else { throw .type("type \(value.kindName) doesn't define __round__ method") }
    let method = arguments.value(1, "method")?.text?.string ?? "common"
    let isCommon = method == "common"
    let precision = arguments.value(0, "precision")?.whole ?? 0
    if isCommon, let whole = value.whole {
      return .integer(precision >= 0 ? whole : roundedToTens(whole, precision))
    }
    let scale = pow(10, Double(precision))
    switch method {
    case "ceil": return .number((number * scale).rounded(.up) / scale)
    case "floor": return .number((number * scale).rounded(.down) / scale)
    default: return .number((number * scale).rounded(.toNearestOrEven) / scale)
    }
  }
}
