internal import Foundation

/// Python's `%` on text: `%s`, `%r`, `%d`, `%i`, `%x`, `%f` with width, precision, `0` and `-`.
enum PercentFormat {
  static func format(_ format: String, _ value: Value) throws(TemplateError) -> String {
    var values: ArraySlice<Value> = if case .tuple(let elements) = value { Array(elements)[...] } else { [value] }
    var output = ""
    var scalars = Array(format.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      if scalar != "%" {
        output.unicodeScalars.append(scalar)
      } else if scalars.first == "%" {
        output += "%"
        scalars.removeFirst()
      } else {
        output += try field(&scalars, &values)
      }
    }
    // What Python takes for a mapping may be left over.
    switch value {
    case .list, .object: break
    default: if !values.isEmpty { throw .type("not all arguments converted during string formatting") }
    }
    return output
  }

  private static func field(
    _ scalars: inout ArraySlice<Unicode.Scalar>, _ values: inout ArraySlice<Value>
  ) throws(TemplateError) -> String {
    let flags = scalars.prefix { "-0".unicodeScalars.contains($0) }
    scalars = scalars.dropFirst(flags.count)
    let width = try number(&scalars) ?? 0
    var precision: Int?
    if scalars.first == "." {
      scalars.removeFirst()
      precision = try number(&scalars) ?? 0
    }
    guard let kind = scalars.popFirst(), let value = values.popFirst() else {
      throw .type("not enough arguments for format string")
    }
    let text = try text(of: value, kind, precision)
    let padding = String(repeating: flags.contains("0") ? "0" : " ", count: max(0, width - text.unicodeScalars.count))
    return flags.contains("-") ? text + padding : padding + text
  }

  private static func number(_ scalars: inout ArraySlice<Unicode.Scalar>) throws(TemplateError) -> Int? {
    let digits = scalars.prefix { ("0"..."9").contains($0) }
    scalars = scalars.dropFirst(digits.count)
    if digits.isEmpty { return nil }
    guard let value = Int(String(String.UnicodeScalarView(digits))), value <= 10_000 else {
      throw .limit("width over 10000")
    }
    return value
  }

  private static func text(of value: Value, _ kind: Unicode.Scalar, _ precision: Int?) throws(TemplateError) -> String {
    switch kind {
    case "s": return precision.map { ScalarText(value.printed.unicodeScalars.prefix($0)).string } ?? value.printed
    case "r": return value.representation
    case "d", "i", "x":
      guard let number = value.numeric, let whole = Int(exactly: number.rounded(.towardZero)) else {
        throw .type("%\(kind) format: a number is required")
      }
      return String(whole, radix: kind == "x" ? 16 : 10)
    case "f":
      guard let number = value.numeric else { throw .type("must be real number") }
      return String(format: "%.\(min(precision ?? 6, 100))f", number)
    default: throw .unsupported("the format %\(kind)")
    }
  }
}
