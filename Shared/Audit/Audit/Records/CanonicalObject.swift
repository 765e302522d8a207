/// A JSON object in its one canonical spelling: members in the order of their names, no white space, absent members
/// left out, whole numbers only. A subset of RFC 8785; names are literals of ASCII letters, which need no escape.
///
/// Members are added in that order, which spares a sort for every record.
struct CanonicalObject {
  private(set) var bytes: [UInt8] = []
  private var isEmpty = true

  /// The object that `body` fills.
  init(_ body: (inout CanonicalObject) -> Void) {
    bytes.reserveCapacity(1024)
    writeObject(body)
  }

  private mutating func writeObject(_ body: (inout CanonicalObject) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    isEmpty = true
    body(&self)
    isEmpty = false
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func begin(_ name: StaticString) {
    if !isEmpty { bytes.append(UInt8(ascii: ",")) }
    isEmpty = false
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func add(key: String, _ count: Int) {
    if !isEmpty { bytes.append(UInt8(ascii: ",")) }
    isEmpty = false
    bytes.appendJSON(key)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendDecimal(count)
  }
}

extension CanonicalObject {
  /// A JSON string, with its quotation marks.
  static func string(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendJSON(text)
    return bytes
  }
}

/// A value that is an object in canonical JSON.
protocol CanonicalJSON {
  /// Adds the members in the order of their names.
  func addMembers(to object: inout CanonicalObject)
}

extension CanonicalObject {
  mutating func add(_ name: StaticString, _ value: (some FixedWidthInteger)?) {
    guard let value else { return }
    begin(name)
    bytes.appendDecimal(value)
  }

  mutating func add(_ name: StaticString, _ value: Bool) {
    begin(name)
    bytes += (value ? "true" : "false").utf8
  }

  mutating func add(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    begin(name)
    bytes.appendJSON(value)
  }

  mutating func add(_ name: StaticString, _ value: (some CanonicalJSON)?) {
    guard let value else { return }
    begin(name)
    writeObject(value.addMembers)
  }

  mutating func add(_ name: StaticString, _ values: [some CanonicalJSON]) {
    begin(name)
    bytes.append(UInt8(ascii: "["))
    for (position, value) in values.enumerated() {
      if position > 0 { bytes.append(UInt8(ascii: ",")) }
      writeObject(value.addMembers)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  mutating func add(_ name: StaticString, counts: [String: Int]) {
    begin(name)
    writeObject { object in
      for (key, count) in counts.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
        object.add(key: key, count)
      }
    }
  }
}

extension [UInt8] {
  /// A JSON string as RFC 8785 spells it: UTF-8 as it is, the two-character escapes, `\u00xx` for other controls.
  fileprivate mutating func appendJSON(_ text: String) {
    append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { bytes in
      // Without a branch, so that the compiler looks at many bytes at once.
      let special = bytes.reduce(0 as UInt8) { $0 | ($1 < 0x20 ? 1 : 0) | ($1 == 0x22 ? 1 : 0) | ($1 == 0x5c ? 1 : 0) }
      if special != 0 {
        for byte in bytes { appendEscaped(byte) }
      } else {
        append(contentsOf: bytes)
      }
    }
    append(UInt8(ascii: "\""))
  }

  fileprivate mutating func appendDecimal(_ number: some FixedWidthInteger) {
    var digits = String(number)
    digits.withUTF8 { append(contentsOf: $0) }
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    switch byte {
    case 0x22, 0x5c: self += [0x5c, byte]
    case 0x08: self += "\\b".utf8
    case 0x09: self += "\\t".utf8
    case 0x0a: self += "\\n".utf8
    case 0x0c: self += "\\f".utf8
    case 0x0d: self += "\\r".utf8
    case 0..<0x20: self += ((byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)).utf8
    default: append(byte)
    }
  }
}
