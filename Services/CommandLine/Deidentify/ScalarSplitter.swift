/// Cuts a stream of UTF-8 bytes into strings without splitting a scalar.
struct ScalarSplitter {
  private var partial: [UInt8] = []

  /// The text up to the last whole scalar.
  mutating func push(_ bytes: [UInt8]) -> String {
    partial += bytes
    let cut = partial.count - Self.openBytes(partial)
    defer { partial.removeFirst(cut) }
    return String(decoding: partial[..<cut], as: UTF8.self)
  }

  mutating func finish() -> String {
    defer { partial = [] }
    return String(decoding: partial, as: UTF8.self)
  }

  /// Bytes at the end that begin a scalar and do not finish it.
  private static func openBytes(_ bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let byte = bytes[bytes.count - count]
      if byte & 0xc0 == 0x80 { continue }
      let length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
      return length > count ? count : 0
    }
    return 0
  }
}
