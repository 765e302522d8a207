/// An operator or a bracket of one or two ASCII characters, compared as a number.
struct TemplateSign: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  private let code: UInt16

  init(_ first: UInt8, _ second: UInt8 = 0) { code = UInt16(first) | UInt16(second) << 8 }

  init(_ text: String) {
    let bytes = Array(text.utf8)
    self.init(bytes[0], bytes.count > 1 ? bytes[1] : 0)
  }

  init(stringLiteral text: StaticString) {
    self = text.withUTF8Buffer { TemplateSign($0[0], $0.count > 1 ? $0[1] : 0) }
  }

  var description: String {
    String(decoding: code < 0x100 ? [UInt8(code)] : [UInt8(code & 0xff), UInt8(code >> 8)], as: UTF8.self)
  }

  /// Those of two characters.
  static let long: Set<TemplateSign> = ["//", "**", "==", "!=", "<=", ">="]
  static let short: Set<TemplateSign> = [
    "+", "-", "*", "/", "%", "~", "[", "]", "(", ")", "{", "}", "<", ">", "=", ".", ":", "|", ",", ";",
  ]
}
