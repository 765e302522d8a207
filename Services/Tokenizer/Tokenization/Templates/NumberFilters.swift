internal import Foundation

/// Filters that make numbers.
enum NumberFilters {
  static func apply(_ name: String, to value: Value, _ arguments: Arguments) throws(TemplateError) -> Value? {
    switch name {
    case "int": return integer(value, arguments)
    case "float": return .number(number(value) ?? arguments.value(0, "default")?.numeric ?? 0)
    case "abs": return try absolute(value)
    case "round": return try rounded(value, arguments)
    default: return nil
    }
  }

  private static func integer(_ value: Value, _ arguments: Arguments) -> Value {
    if let whole = value.whole { return .integer(whole) }
    let base = arguments.value(1, "base")?.whole ?? 10
    if let text = value.text, let whole = parsed(text, base) { return .integer(whole) }
    if let number = number(value), let whole = Int(exactly: number.rounded(.towardZero)) { return .integer(whole) }
    return arguments.value(0, "default") ?? .integer(0)
  }

  private static func parsed(_ text: String, _ base: Int) -> Int? {
    guard (2...36).contains(base) else { return nil }
    return Int(ScalarText(text).stripped(nil).string.replacingOccurrences(of: "_", with: ""), radix: base)
  }

  private static func number(_ value: Value) -> Double? {
    value.numeric ?? value.text.flatMap { Double(ScalarText($0).stripped(nil).string) }
  }

  private static func absolute(_ value: Value) throws(TemplateError) -> Value {
    if let whole = value.whole, whole != .min { return .integer(abs(whole)) }
    guard let number = value.numeric else { throw .type("bad operand type for abs(): '\(value.kindName)'") }
    return .number(abs(number))
  }

  private static func rounded(_ value: Value, _ arguments: Arguments) throws(TemplateError) -> Value {
    guard let number = value.numeric else { throw .type("type \(value.kindName) doesn't define __round__ method") }
    let scale = pow(10, Double(arguments.value(0, "precision")?.whole ?? 0))
    switch arguments.value(1, "method")?.text ?? "common" {
    case "ceil": return .number((number * scale).rounded(.up) / scale)
    case "floor": return .number((number * scale).rounded(.down) / scale)
    default: return .number((number * scale).rounded(.toNearestOrEven) / scale)
    }
  }
}
