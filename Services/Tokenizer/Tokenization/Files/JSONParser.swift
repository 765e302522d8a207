/// Reads one JSON text (RFC 8259) in one pass, bounded in size and depth.
///
/// A lone surrogate escape becomes U+FFFD, which is also what such text is encoded as.
public struct JSONParser {
  /// Bytes of one text: ten times the largest published tokenizer.json.
  public static let byteCountMax = 256 << 20
  /// Nested arrays and objects: tool schemas stay under 30, and each level takes stack.
  public static let depthMax = 128

  private let bytes: FlatTable<UInt8>
  private let roundsTwice: Bool
  private var position = 0
  private var depth = 0
  /// Reads the vocabulary and merges of the member `model`; nil for reading everything alike.
  private var vocabularyReader: FlatVocabulary?
  private var isInModel = false

  private init(_ bytes: FlatTable<UInt8>, roundsTwice: Bool) {
    self.bytes = bytes
    self.roundsTwice = roundsTwice
  }

  /// The value that `bytes` hold.
  ///
  /// - Parameter roundsTwice: whether fractions are read as the reference tokenizers read them, by ``DecimalQuotient``.
  /// - Throws: ``TokenizerError/malformed(_:)`` with the byte offset, or ``TokenizerError/limit(_:)``.
  public static func parse(_ bytes: [UInt8], roundsTwice: Bool = false) throws(TokenizerError) -> JSONValue {
    try parse(FlatTable(bytes), roundsTwice: roundsTwice)
  }

  static func parse(_ bytes: FlatTable<UInt8>, roundsTwice: Bool) throws(TokenizerError) -> JSONValue {
    var parser = JSONParser(bytes, roundsTwice: roundsTwice)
    return try parser.whole()
  }

  /// The value that `bytes` hold, with its model's `vocab` and `merges` left empty: they are most of a tokenizer.json and are
  /// read straight into flat tables.
  ///
  /// - Throws: ``TokenizerError`` also for what is right but irregular, which ``parse(_:roundsTwice:)`` reads.
  static func parseWithFlatVocabulary(
    _ bytes: FlatTable<UInt8>
  ) throws(TokenizerError) -> (root: JSONValue, vocabulary: FlatVocabulary) {
    var parser = JSONParser(bytes, roundsTwice: true)
    parser.vocabularyReader = FlatVocabulary()
    let value = try parser.whole()
    return (value, parser.vocabularyReader ?? FlatVocabulary())
  }

  private mutating func whole() throws(TokenizerError) -> JSONValue {
    guard bytes.count <= Self.byteCountMax else { throw .limit("JSON larger than \(Self.byteCountMax >> 20) MiB") }
    let value = try value()
    skipSpace()
    guard position == bytes.count else { throw unexpected() }
    return value
  }

  /// Reads a value of the model that goes into flat tables; nil for any other value.
  private mutating func flatValue(_ key: String) throws(TokenizerError) -> JSONValue? {
    guard vocabularyReader != nil, isInModel, depth == 2, key == "vocab" || key == "merges" else { return nil }
    skipSpace()
    guard let length = vocabularyReader?.read(key, bytes, from: position) else { throw unexpected() }
    position += length
    return key == "vocab" ? .object([]) : .array([])
  }

  private func unexpected() -> TokenizerError { .malformed("JSON is wrong at byte \(position)") }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || (byte >= 0x09 && byte <= 0x0d && byte != 0x0b && byte != 0x0c) {
      position += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(TokenizerError) -> JSONValue {
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try nested { (p) throws(TokenizerError) in try p.object() }
    case UInt8(ascii: "["): return try nested { (p) throws(TokenizerError) in try p.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(TokenizerError) -> JSONValue
  ) throws(TokenizerError) -> JSONValue {
    depth += 1
    guard depth <= Self.depthMax else { throw .limit("JSON nested deeper than \(Self.depthMax)") }
    position += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(TokenizerError) -> JSONValue {
    var members: [JSONValue.Member] = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw unexpected() }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw unexpected() }
      if depth == 1 { isInModel = key == "model" }
      if let flat = try flatValue(key) {
        members.append(.init(key, flat))
      } else {
        members.append(.init(key, try value()))
      }
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw unexpected() }
    return .object(members)
  }

  private mutating func array() throws(TokenizerError) -> JSONValue {
    var elements: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(elements) }
    repeat {
      elements.append(try value())
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw unexpected() }
    return .array(elements)
  }

  private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(TokenizerError) -> JSONValue {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count, slice(position..<end).elementsEqual(word.description.utf8) else { throw unexpected() }
    position = end
    return value
  }

  private mutating func number() throws(TokenizerError) -> JSONValue {
    let start = position
    while let byte = current, Self.isNumberByte(byte) { position += 1 }
    let text = String(decoding: slice(start..<position), as: UTF8.self)
    if let integer = Int(text), text.utf8.first != UInt8(ascii: "+") { return .integer(integer) }
    guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
      let number = roundsTwice ? DecimalQuotient.value(of: text) : Double(text)
    else {
      position = start
      throw unexpected()
    }
    return .number(number)
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private mutating func string() throws(TokenizerError) -> String {
    position += 1
    let start = position
    while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
    guard current != UInt8(ascii: "\"") else {
      defer { position += 1 }
      return try validated(slice(start..<position))
    }
    return try escapedString(from: start)
  }

  private mutating func escapedString(from start: Int) throws(TokenizerError) -> String {
    var text = slice(start..<position)
    while let byte = current {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return try validated(text)
      case UInt8(ascii: "\\"): try appendEscape(to: &text)
      case 0..<0x20:
        position -= 1
        throw unexpected()
      default: text.append(byte)
      }
    }
    throw unexpected()
  }

  private func slice(_ range: Range<Int>) -> [UInt8] { bytes.withValues { Array($0[range]) } }

  private func validated(_ bytes: [UInt8]) throws(TokenizerError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed("JSON string is not UTF-8") }
    return text
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws(TokenizerError) {
    guard let byte = current else { throw unexpected() }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0c)
    case UInt8(ascii: "n"): text.append(0x0a)
    case UInt8(ascii: "r"): text.append(0x0d)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text += String(try escapedScalar()).utf8
    default:
      position -= 1
      throw unexpected()
    }
  }

  private mutating func escapedScalar() throws(TokenizerError) -> Unicode.Scalar {
    let unit = try hexadecimalUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let afterFirst = position
    if unit < 0xdc00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
      let low = try hexadecimalUnit()
      if (0xdc00...0xdfff).contains(low) {
        return Unicode.Scalar(0x10000 + (UInt32(unit) - 0xd800) << 10 + (UInt32(low) - 0xdc00)) ?? "\u{fffd}"
      }
    }
    position = afterFirst
    return "\u{fffd}"
  }

  private mutating func hexadecimalUnit() throws(TokenizerError) -> UInt16 {
    guard position + 4 <= bytes.count, bytes[position] != UInt8(ascii: "+"), bytes[position] != UInt8(ascii: "-"),
      let unit = UInt16(String(decoding: slice(position..<position + 4), as: UTF8.self), radix: 16)
    else { throw unexpected() }
    position += 4
    return unit
  }
}
