/// Reads one JSON text (RFC 8259), bounded in size and depth.
///
/// A name that stands twice in an object is an error: which of the two is meant would be a guess.
struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// - Throws: `ConstraintError` with the byte that is wrong.
  static func read(_ text: [UInt8]) throws(ConstraintError) -> JSON {
    guard text.count <= ConstraintLimits.schemaBytesMax else {
      throw ConstraintError(.tooLarge, "\(text.count) bytes; \(ConstraintLimits.schemaBytesMax) are taken")
    }
    var reader = JSONReader(text)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.position == text.count else { throw reader.unexpected() }
    return value
  }

  private func unexpected(_ reason: String = "this is no JSON") -> ConstraintError {
    ConstraintError(.malformed, "\(reason), at byte \(position)")
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(ConstraintError) -> JSON {
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try nested { (reader) throws(ConstraintError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { (reader) throws(ConstraintError) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(
    _ body: (inout JSONReader) throws(ConstraintError) -> JSON
  ) throws(ConstraintError) -> JSON {
    depth += 1
    guard depth <= ConstraintLimits.schemaDepthMax else {
      throw ConstraintError(.tooLarge, "nested deeper than \(ConstraintLimits.schemaDepthMax)")
    }
    position += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  private mutating func object() throws(ConstraintError) -> JSON {
    var members: [JSON.Member] = [], names: Set<[UInt8]> = []
    skipSpace()
    if take("}") { return .object(members) }
    repeat {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw unexpected() }
      let name = try string()
      guard names.insert(Array(name.utf8)).inserted else { throw unexpected("a name stands twice") }
      skipSpace()
      guard take(":") else { throw unexpected() }
      members.append(JSON.Member(name: name, value: try value()))
      skipSpace()
    } while take(",")
    guard take("}") else { throw unexpected() }
    return .object(members)
  }

  private mutating func array() throws(ConstraintError) -> JSON {
    var elements: [JSON] = []
    skipSpace()
    if take("]") { return .array(elements) }
    repeat {
      elements.append(try value())
      skipSpace()
    } while take(",")
    guard take("]") else { throw unexpected() }
    return .array(elements)
  }

  private mutating func literal(_ word: StaticString, _ value: JSON) throws(ConstraintError) -> JSON {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count, bytes[position..<end].elementsEqual(word.description.utf8) else { throw unexpected() }
    position = end
    return value
  }

  private mutating func number() throws(ConstraintError) -> JSON {
    let run = bytes[position...].prefix { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
    guard let number = ExactNumber(String(decoding: run, as: UTF8.self)) else { throw unexpected() }
    position += run.count
    return .number(number)
  }

  private mutating func string() throws(ConstraintError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = current, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw unexpected() }
      position += 1
      if byte == UInt8(ascii: "\\") { text += try escape() } else { text.append(byte) }
    }
    guard take("\""), let string = String(validating: text, as: UTF8.self) else { throw unexpected() }
    return string
  }

  private mutating func escape() throws(ConstraintError) -> [UInt8] {
    guard let byte = current else { throw unexpected() }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(try scalar()).utf8)
    default: throw unexpected()
    }
  }

  private mutating func scalar() throws(ConstraintError) -> Unicode.Scalar {
    let unit = try codeUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xdc00, take("\\"), take("u") else { throw unexpected("half a surrogate pair") }
    let low = try codeUnit()
    guard (0xdc00...0xdfff).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xd800) << 10 + (UInt32(low) - 0xdc00))
    else { throw unexpected("half a surrogate pair") }
    return scalar
  }

  private mutating func codeUnit() throws(ConstraintError) -> UInt16 {
    let digits = bytes[position...].prefix(4)
    let isHexadecimal = digits.allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
    guard digits.count == 4, isHexadecimal, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw unexpected() }
    position += 4
    return unit
  }
}
