/// Text that counts as escaped, as Python's markupsafe has it.
enum Markup {
  /// `text` as the same kind of text as `value`.
  static func text(_ text: Text, like value: Value) -> Value {
    if case .markup = value { .markup(text) } else { .string(text) }
  }

  /// `value` as escaped text.
  static func escaped(_ value: Value) -> String {
    if case .markup(let text) = value { text.string } else { escaped(value.printed) }
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "'": "&#39;"
      case "\"": "&#34;"
      default: String(scalar)
      }
    }.joined()
  }
}
