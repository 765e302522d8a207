import Deidentification
import Foundation

/// Reads a value out of a JSON text that was found valid: its keys in their order, no white space, and no escape that
/// JSON does not need, so that nothing is hidden in one from who looks for identifiers.
struct CompactJSON {
  private let bytes: [UInt8]
  private var index = 0
  private var out: [UInt8] = []

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// nil when there is no such value, or the text is no JSON after all.
  static func value(at path: [String], in text: [UInt8]) -> String? {
    var reader = CompactJSON(text)
    do {
      for key in path { try reader.enter(key) }
      try reader.copyValue(depth: 0)
      return String(validating: reader.out, as: UTF8.self)
    } catch { return nil }
  }

  private struct Malformed: Error {}
  /// As deep as Foundation's decoder goes.
  private static let depthMax = 512

  /// Moves to the value of a member of the object that begins here.
  private mutating func enter(_ key: String) throws {
    try take("{")
    while try string() != key {
      try take(":")
      let kept = out.count
      try copyValue(depth: 0)
      out.removeSubrange(kept...)
      try take(",")
    }
    try take(":")
  }

  private mutating func copyValue(depth: Int) throws {
    guard depth < Self.depthMax else { throw Malformed() }
    switch try peek() {
    case UInt8(ascii: "{"):
      try copyMembers(depth, "{", "}") { reader in
        reader.out += JSONText.quoted(try reader.string())
        try reader.copy(":")
        try reader.copyValue(depth: depth + 1)
      }
    case UInt8(ascii: "["): try copyMembers(depth, "[", "]") { try $0.copyValue(depth: depth + 1) }
    case UInt8(ascii: "\""): out += JSONText.quoted(try string())
    default: copyLiteral()
    }
  }

  private mutating func copyMembers(
    _ depth: Int, _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ member: (inout Self) throws -> Void
  ) throws {
    try copy(open)
    while try peek() != UInt8(ascii: close) {
      try member(&self)
      if try peek() == UInt8(ascii: ",") { try copy(",") }
    }
    try copy(close)
  }

  private mutating func copyLiteral() {
    let end = bytes[index...].firstIndex { JSONText.isSpace($0) || ",]}".utf8.contains($0) } ?? bytes.endIndex
    out += bytes[index..<end]
    index = end
  }

  private mutating func string() throws -> String {
    guard try peek() == UInt8(ascii: "\"") else { throw Malformed() }
    var end = index + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < bytes.count else { throw Malformed() }
    defer { index = end + 1 }
    return try JSONDecoder().decode(String.self, from: Data(bytes[index...end]))
  }

  private mutating func copy(_ sign: Unicode.Scalar) throws {
    try take(sign)
    out.append(UInt8(ascii: sign))
  }

  private mutating func take(_ sign: Unicode.Scalar) throws {
    guard try peek() == UInt8(ascii: sign) else { throw Malformed() }
    index += 1
  }

  private mutating func peek() throws -> UInt8 {
    while index < bytes.count, JSONText.isSpace(bytes[index]) { index += 1 }
    guard index < bytes.count else { throw Malformed() }
    return bytes[index]
  }
}
