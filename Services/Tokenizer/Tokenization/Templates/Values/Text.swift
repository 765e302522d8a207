internal import Foundation

extension Run<UInt8> {
  var string: String { String(decoding: self, as: UTF8.self) }

  /// Runs `body` with the address of the first byte, unless there is none.
  func withBytes(_ body: (UnsafePointer<UInt8>) -> Void) {
    _ = withContiguousStorageIfAvailable { bytes in bytes.baseAddress.map(body) }
  }

  /// Python's `==`: the same scalars. Swift's calls canonically equivalent texts equal.
  @inline(__always)
  func isSame(as other: Text) -> Bool {
    guard count == other.count else { return false }
    return matches(other, at: 0)
  }

  /// Whether `part` is what lies at `start`, where there is room for it.
  @inline(__always)
  private func matches(_ part: Text, at start: Int) -> Bool {
    if part.isEmpty { return true }
    guard self[start] == part[0] else { return false }
    return self[part: start..<start + part.count].hasBytes(of: part)
  }

  @inline(__always)
  private func hasBytes(of other: Text) -> Bool {
    withContiguousStorageIfAvailable { own in
      other.withContiguousStorageIfAvailable { other in
        guard let own = own.baseAddress, let start = other.baseAddress else { return true }
        return memcmp(own, start, other.count) == 0
      }
    } == true
  }

  func starts(with prefix: Text) -> Bool { count >= prefix.count && matches(prefix, at: 0) }

  func ends(with suffix: Text) -> Bool { count >= suffix.count && matches(suffix, at: count - suffix.count) }

  /// Where `part` is first found at or after `start`. UTF-8 has no scalar inside another, so bytes tell.
  func range(of part: Text, from start: Int = 0) -> Range<Int>? {
    var index = start
    while index + part.count <= count {
      if matches(part, at: index) { return index..<index + part.count }
      index += 1
    }
    return nil
  }

  /// Where `part` is last found.
  func lastRange(of part: Text) -> Range<Int>? {
    var index = count - part.count
    while index >= 0 {
      if matches(part, at: index) { return index..<index + part.count }
      index -= 1
    }
    return nil
  }

  /// Cuts at each `separator`, which is not empty, at most `max` times.
  func split(separator: Text, max: Int = .max) -> [Text] {
    var parts: [Text] = []
    var start = 0
    while parts.count < max, let range = range(of: separator, from: start) {
      parts.append(self[part: start..<range.lowerBound])
      start = range.upperBound
    }
    return parts + [self[part: start..<count]]
  }

  /// Without the characters of `set` (white space if nil) at the start, the end or both.
  func stripped(_ set: Text?, start: Bool = true, end: Bool = true) -> Text {
    let characters = set.map { Set($0.string.unicodeScalars) }
    var (low, high) = (0, count)
    while start, low < high {
      let next = Swift.min(low + self[low].scalarLength, high)
      guard isStripped(low..<next, characters) else { break }
      low = next
    }
    while end, low < high {
      var last = high - 1
      while last > low, self[last] & 0xc0 == 0x80 { last -= 1 }
      guard isStripped(last..<high, characters) else { break }
      high = last
    }
    return self[part: low..<high]
  }

  /// Whether the scalar at `range` is one of `characters`.
  private func isStripped(_ range: Range<Int>, _ characters: Set<Unicode.Scalar>?) -> Bool {
    let byte = self[range.lowerBound]
    if characters == nil, byte < 0x80 { return Self.isSpace(byte) }
    return self[part: range].string.unicodeScalars.allSatisfy { characters?.contains($0) ?? ScalarText.isSpace($0) }
  }

  /// `\x1c`–`\x1f` count as white space in Python.
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0d).contains(byte) || (0x1c...0x1f).contains(byte)
  }

  var scalarCount: Int { reduce(0) { $0 + ($1 & 0xc0 == 0x80 ? 0 : 1) } }
}

extension UTF8.CodeUnit {
  /// Bytes of the scalar that begins with this one.
  var scalarLength: Int { self < 0x80 ? 1 : self < 0xe0 ? 2 : self < 0xf0 ? 3 : 4 }
}

extension Run<UInt8> {
  /// The scalars, each a text.
  var characters: [Text] {
    var characters: [Text] = []
    var start = 0
    while start < count {
      let end = Swift.min(start + self[start].scalarLength, count)
      characters.append(self[part: start..<end])
      start = end
    }
    return characters
  }
}
