/// Cuts a stream of JSON into tokens, and checks its grammar.
struct JSONScanner {
  enum Token: Equatable {
    /// A bracket, a comma, a colon or white space.
    case sign(UInt8)
    /// A string in its quotes, before a colon.
    case key([UInt8])
    case string([UInt8])
    case number([UInt8])
    /// true, false or null.
    case word([UInt8])
  }

  private enum Expectation { case value, valueOrEnd, key, keyOrEnd, colon, commaOrEnd }
  private enum Scalar { case none, string(isEscaped: Bool), literal }

  private var expectation = Expectation.value
  /// Whether each open container is an object.
  private var containers: [Bool] = []
  private var scalar = Scalar.none
  private var held: [UInt8] = []
  private var line = 1

  mutating func push(_ byte: UInt8) throws -> [Token] {
    if byte == 0x0a { line += 1 }
    return try take(byte)
  }

  private mutating func take(_ byte: UInt8) throws -> [Token] {
    switch scalar {
    case .string(let isEscaped): return try pushString(byte, isEscaped)
    case .literal where Self.isLiteral(byte): return try hold(byte)
    case .literal: return try [endLiteral()] + take(byte)
    case .none: return try begin(byte)
    }
  }

  /// Throws when a value is not complete.
  mutating func finish() throws -> [Token] {
    let tokens = if case .literal = scalar { [try endLiteral()] } else { [Token]() }
    guard case .none = scalar, containers.isEmpty else { throw error("the JSON ends within a value") }
    return tokens
  }

  func error(_ reason: String) -> DocumentError { DocumentError(line: line, reason: reason) }

  private mutating func begin(_ byte: UInt8) throws -> [Token] {
    switch byte {
    case 0x20, 0x09, 0x0a, 0x0d: return [.sign(byte)]
    case UInt8(ascii: "{"), UInt8(ascii: "["): return [try open(byte)]
    case UInt8(ascii: "}"), UInt8(ascii: "]"): return [try close(byte)]
    case UInt8(ascii: ","): return [try comma()]
    case UInt8(ascii: ":"):
      guard expectation == .colon else { throw error("a colon where none may stand") }
      expectation = .value
      return [.sign(byte)]
    case UInt8(ascii: "\""):
      guard mayHoldValue || mayHoldKey else { throw error("a string where none may stand") }
      scalar = .string(isEscaped: false)
      return try hold(byte)
    default:
      guard mayHoldValue, Self.isLiteral(byte) else { throw error("a character that JSON has not here") }
      scalar = .literal
      return try hold(byte)
    }
  }

  private var mayHoldValue: Bool { expectation == .value || expectation == .valueOrEnd }
  private var mayHoldKey: Bool { expectation == .key || expectation == .keyOrEnd }

  private mutating func open(_ byte: UInt8) throws -> Token {
    guard mayHoldValue else { throw error("a value where none may stand") }
    guard containers.count < DocumentLimits.depthMax else {
      throw error("more than \(DocumentLimits.depthMax) levels of nesting")
    }
    let isObject = byte == UInt8(ascii: "{")
    containers.append(isObject)
    expectation = isObject ? .keyOrEnd : .valueOrEnd
    return .sign(byte)
  }

  private mutating func close(_ byte: UInt8) throws -> Token {
    let isObject = byte == UInt8(ascii: "}")
    let mayEnd = expectation == .commaOrEnd || expectation == (isObject ? .keyOrEnd : .valueOrEnd)
    guard containers.last == isObject, mayEnd else { throw error("a bracket that closes nothing") }
    containers.removeLast()
    endValue()
    return .sign(byte)
  }

  private mutating func comma() throws -> Token {
    guard expectation == .commaOrEnd, let isObject = containers.last else {
      throw error("a comma where none may stand")
    }
    expectation = isObject ? .key : .value
    return .sign(UInt8(ascii: ","))
  }

  private mutating func pushString(_ byte: UInt8, _ isEscaped: Bool) throws -> [Token] {
    guard byte >= 0x20 else { throw error("a control character within a string") }
    _ = try hold(byte)
    guard byte == UInt8(ascii: "\""), !isEscaped else {
      scalar = .string(isEscaped: byte == UInt8(ascii: "\\") && !isEscaped)
      return []
    }
    defer { reset() }
    guard mayHoldKey else {
      endValue()
      return [.string(held)]
    }
    expectation = .colon
    return [.key(held)]
  }

  private mutating func endLiteral() throws -> Token {
    defer { reset() }
    endValue()
    switch String(decoding: held, as: UTF8.self) {
    case "true", "false", "null": return .word(held)
    case let text where text.wholeMatch(of: /-?(0|[1-9]\d*)(\.\d+)?([eE][+\-]?\d+)?/) != nil: return .number(held)
    default: throw error("a word that is no number, true, false or null")
    }
  }

  /// After the outermost value another one may follow, as in files of one value a line.
  private mutating func endValue() { expectation = containers.isEmpty ? .value : .commaOrEnd }

  private mutating func reset() {
    scalar = .none
    held = []
  }

  private mutating func hold(_ byte: UInt8) throws -> [Token] {
    guard held.count < DocumentLimits.valueBytesMax else { throw error("a value is longer than 16 MiB") }
    held.append(byte)
    return []
  }

  private static func isLiteral(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
      || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
  }
}
