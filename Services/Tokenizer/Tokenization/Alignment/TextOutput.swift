/// Where a step that rewrites text writes to: bytes alone (``PlainOutput``), or bytes that know where they came from
/// (``AlignedOutput``). Each step is written once for both.
protocol TextOutput {
  /// `source[range]` as it is.
  mutating func keep(_ source: Span<UInt8>, _ range: Range<Int>)
  /// A scalar in the place of the source's scalar at `index`.
  mutating func put(_ scalar: UInt32, for index: Int)
  /// A scalar that the source has not; it counts as part of the one that ends at `index`.
  mutating func insert(_ scalar: UInt32, at index: Int)
}

/// The bytes alone.
struct PlainOutput: TextOutput {
  private(set) var bytes: [UInt8] = []

  init(byteCount: Int) { bytes.reserveCapacity(byteCount + byteCount / 4) }

  mutating func keep(_ source: Span<UInt8>, _ range: Range<Int>) {
    // One copy for the stretch instead of one for each byte; the pointer does not leave the closure.
    source.extracting(range).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
  }

  mutating func put(_ scalar: UInt32, for index: Int) { bytes.append(scalar: scalar) }
  mutating func insert(_ scalar: UInt32, at index: Int) { bytes.append(scalar: scalar) }
}

extension [UInt8] {
  /// Appends the UTF-8 of a scalar value.
  @inline(__always)
  mutating func append(scalar: UInt32) {
    func low(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | (scalar >> shift & 0x3f)) }
    switch scalar {
    case 0..<0x80: append(UInt8(truncatingIfNeeded: scalar))
    case 0x80..<0x800:
      append(UInt8(truncatingIfNeeded: 0xc0 | scalar >> 6))
      append(low(0))
    case 0x800..<0x10000:
      append(UInt8(truncatingIfNeeded: 0xe0 | scalar >> 12))
      append(low(6))
      append(low(0))
    default:
      append(UInt8(truncatingIfNeeded: 0xf0 | scalar >> 18))
      append(low(12))
      append(low(6))
      append(low(0))
    }
  }
}
