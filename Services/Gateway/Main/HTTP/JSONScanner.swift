/// Finds a member in a text that is known to be JSON, as it was written: decoding loses the order of members.
struct JSONScanner {
  private let bytes: [UInt8]
  private var position = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The text of the value that `path` leads to, through objects; nil where there is none.
  static func value(at path: [String], of text: [UInt8]) -> ArraySlice<UInt8>? {
    var scanner = JSONScanner(text)
    for name in path { guard scanner.enterMember(name) else { return nil } }
    let start = scanner.position
    scanner.skipValue()
    return text[start..<scanner.position]
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || (0x09...0x0d).contains(byte) { position += 1 }
  }

  /// From an object to the value of its member `name`.
  private mutating func enterMember(_ name: String) -> Bool {
    skipSpace()
    guard current == UInt8(ascii: "{") else { return false }
    position += 1
    skipSpace()
    while current == UInt8(ascii: "\"") {
      let start = position
      skipString()
      let isWanted = bytes[start..<position].elementsEqual("\"\(name)\"".utf8)
      skipSpace()
      position += 1  // the colon
      skipSpace()
      if isWanted { return position < bytes.count }
      skipValue()
      skipSpace()
      position += 1  // a comma, or the end
      skipSpace()
    }
    return false
  }

  private mutating func skipString() {
    position += 1
    while let byte = current, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
    position = min(position + 1, bytes.count)
  }

  private mutating func skipValue() {
    var depth = 0
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""): skipString()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
        continue
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { return }
        depth -= 1
        position += 1
      case UInt8(ascii: ","), 0x09...0x0d, 0x20:
        guard depth > 0 else { return }
        position += 1
        continue
      default:
        position += 1
        continue
      }
      if depth == 0 { return }
    }
  }
}
