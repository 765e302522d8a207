/// Cuts a stream of bytes into lines, in memory bounded by the longest line allowed.
struct LineSplitter {
  /// Bytes of one line. A line is held whole, so this bounds the memory of one line of hostile input.
  static let lineBytesMax = 64 << 20

  enum Line: Equatable {
    case line([UInt8])
    /// Longer than the limit; its bytes were dropped up to its end.
    case tooLong
  }

  private let lineBytesMax: Int
  private var partial: [UInt8] = []
  private var isDropping = false

  init(lineBytesMax: Int = Self.lineBytesMax) { self.lineBytesMax = lineBytesMax }

  /// The lines that end in `bytes`, without their line feeds; blank lines are left out.
  mutating func push(_ bytes: [UInt8]) -> [Line] {
    var lines: [Line] = []
    var rest = bytes[...]
    while let feed = rest.firstIndex(of: UInt8(ascii: "\n")) {
      append(rest[..<feed])
      lines += endLine()
      rest = rest[(feed + 1)...]
    }
    append(rest)
    return lines
  }

  /// The last line, when it has no line feed.
  mutating func finish() -> [Line] { endLine() }

  private mutating func append(_ bytes: ArraySlice<UInt8>) {
    if isDropping || partial.count + bytes.count > lineBytesMax {
      isDropping = true
      partial = []
    } else {
      partial += bytes
    }
  }

  private mutating func endLine() -> [Line] {
    defer {
      partial = []
      isDropping = false
    }
    if isDropping { return [.tooLong] }
    return partial.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d } ? [] : [.line(partial)]
  }
}
