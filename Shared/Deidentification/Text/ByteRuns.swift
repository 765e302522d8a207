/// Looks at eight bytes at a time, where a scan of every byte would take as long as what it looks for.
extension UnsafeBufferPointer<UInt8> {
  /// Scalars of valid UTF-8: the bytes that continue none.
  var scalarCount: Int {
    var continuing = 0
    var index = 0
    while index &+ 8 <= count {
      let word = eightBytes(at: index)
      let marks = word &>> 7 & ~word &>> 6 & 0x0101_0101_0101_0101
      continuing &+= Int((marks &* 0x0101_0101_0101_0101) &>> 56)
      index &+= 8
    }
    while index < count {
      continuing &+= self[index] & 0xc0 == 0x80 ? 1 : 0
      index &+= 1
    }
    return count &- continuing
  }

  /// The first byte of ASCII from `start` on; the end when there is none.
  @inline(__always)
  func nextASCII(from start: Int) -> Int {
    var index = start
    while index &+ 8 <= count {
      let ascii = ~eightBytes(at: index) & 0x8080_8080_8080_8080
      if ascii != 0 { return index &+ ascii.trailingZeroBitCount &>> 3 }
      index &+= 8
    }
    while index < count, self[index] >= 0x80 { index &+= 1 }
    return index
  }

  /// The first of them in the lowest bits.
  @inline(__always)
  private func eightBytes(at index: Int) -> UInt64 {
    UnsafeRawPointer(baseAddress! + index).loadUnaligned(as: UInt64.self).littleEndian
  }
}
