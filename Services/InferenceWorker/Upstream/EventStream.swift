/// Server-sent events out of bytes, however these were cut. Only `data` counts for completions.
///
/// Source: WHATWG HTML, section 9.2.6 "Interpreting an event stream".
struct EventStream {
  /// Bytes of one event: far above a token with its alternatives. More is no completion.
  static let eventBytesMax = 1 << 20

  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var endedWithReturn = false

  /// The data of the events that are complete.
  ///
  /// - Throws: `.malformed` for an event that is too long.
  mutating func push(_ bytes: [UInt8]) throws(UpstreamError) -> [[UInt8]] {
    var events: [[UInt8]] = []
    for byte in bytes {
      defer { endedWithReturn = byte == 0x0d }
      switch byte {
      // The line feed of a pair: the line has ended with its return.
      case 0x0a where endedWithReturn: continue
      case 0x0a, 0x0d: if let event = endLine() { events.append(event) }
      default: line.append(byte)
      }
      guard line.count + data.count <= Self.eventBytesMax else { throw .malformed }
    }
    return events
  }

  /// The event that an empty line ends.
  private mutating func endLine() -> [UInt8]? {
    defer { line.removeAll(keepingCapacity: true) }
    guard !line.isEmpty else {
      defer { (data, hasData) = ([], false) }
      return hasData ? data : nil
    }
    guard let value = Self.value(of: "data", in: line) else { return nil }
    if hasData { data.append(0x0a) }
    data += value
    hasData = true
    return nil
  }

  private static func value(of field: StaticString, in line: [UInt8]) -> ArraySlice<UInt8>? {
    let name = line.prefix { $0 != UInt8(ascii: ":") }
    guard name.elementsEqual(UnsafeBufferPointer(start: field.utf8Start, count: field.utf8CodeUnitCount)) else {
      return nil
    }
    let value = line.dropFirst(name.count + 1)
    return value.first == UInt8(ascii: " ") ? value.dropFirst() : value
  }
}
