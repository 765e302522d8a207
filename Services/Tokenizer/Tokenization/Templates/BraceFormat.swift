/// Python's `str.format` with plain fields: `{}`, `{0}`, `{name}`.
enum BraceFormat {
  static func format(_ format: String, _ arguments: Arguments) throws(TemplateError) -> String {
    var output = ""
    var next = 0
    var scalars = Array(format.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      if (scalar == "{" || scalar == "}") && scalars.first == scalar {
        scalars.removeFirst()
        output.unicodeScalars.append(scalar)
      } else if scalar == "{" {
        let name = String(String.UnicodeScalarView(scalars.prefix { $0 != "}" }))
        scalars = scalars.dropFirst(name.unicodeScalars.count + 1)
        output += try value(name, arguments, &next).printed
      } else {
        output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  private static func value(_ name: String, _ arguments: Arguments, _ next: inout Int) throws(TemplateError) -> Value {
    if name.unicodeScalars.contains(where: { "!:.[".unicodeScalars.contains($0) }) {
      throw .unsupported("format fields beyond a name or a number")
    }
    defer { if name.isEmpty { next += 1 } }
    guard let value = arguments.value(name.isEmpty ? next : Int(name) ?? -1, name) else {
      throw .type("a format field has no argument")
    }
    return value
  }
}
