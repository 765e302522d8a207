/// Whether bytes are UTF-8 (Unicode Standard, table 3-7).
enum TextCheck {
  static func isText(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    isNarrow(bytes, range) || isAny(bytes, range)
  }

  /// Whether all of it is of scalars of one and two bytes, each eight bytes by themselves; false also where it is few bytes.
  static func isNarrowText(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    guard range.count >= 8, range.lowerBound > 0, bytes[range.upperBound - 1] < 0xc0 else { return false }
    var wrong: UInt64 = 0
    for index in 0..<range.count / 8 { wrong |= wrongBits(bytes, at: range.lowerBound &+ 8 &* index) }
    return wrong | wrongBits(bytes, at: range.upperBound - 8) == 0
  }

  /// Not zero where one of the eight bytes at `place` cannot stand behind the byte before it, or is a wide scalar's.
  @inline(__always)
  private static func wrongBits(_ bytes: UnsafeRawBufferPointer, at place: Int) -> UInt64 {
    let eight = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    let before = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place &- 1, as: UInt64.self))
    let leads = eight & eight &<< 1 & tops
    let following = eight & ~(eight &<< 1) & tops
    return following ^ (before & before &<< 1 & tops) | leads & eight &<< 2 | overlong(eight, leads)
  }

  /// The leads C0 and C1, whose bits 1 to 4 are zero.
  @inline(__always)
  private static func overlong(_ eight: UInt64, _ leads: UInt64) -> UInt64 {
    leads & ~((eight & 0x1e1e_1e1e_1e1e_1e1e) &+ 0x7f7f_7f7f_7f7f_7f7f)
  }

  private static let tops: UInt64 = 0x8080_8080_8080_8080

  /// Whether it is of scalars of one and two bytes, looked at eight at a time: byte-level vocabularies have no others.
  private static func isNarrow(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    var place = range.lowerBound
    // The top bit of the first byte, where a lead before it wants one that follows.
    var wanted: UInt64 = 0
    while place < range.upperBound {
      guard place + 8 <= bytes.count else { return false }
      var eight = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      let rest = range.upperBound - place
      if rest < 8 { eight &= 1 &<< UInt64(8 &* rest) &- 1 }
      let leads = eight & eight &<< 1 & tops
      let following = eight & ~(eight &<< 1) & tops
      let isWide = leads & eight &<< 2
      guard isWide | overlong(eight, leads) == 0, following == leads &<< 8 | wanted else { return false }
      wanted = leads &>> 56
      place += 8
    }
    return wanted == 0
  }

  private static func isAny(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    var place = range.lowerBound
    while place < range.upperBound {
      let lead = bytes[place]
      let length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
      guard lead < 0x80 || (0xc2...0xf4).contains(lead), length <= range.upperBound - place else { return false }
      if length > 1 {
        let low: UInt8 = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80
        let high: UInt8 = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf
        guard bytes[place + 1] >= low, bytes[place + 1] <= high else { return false }
      }
      if length > 2 { guard bytes[place + 2] & 0xc0 == 0x80 else { return false } }
      if length > 3 { guard bytes[place + 3] & 0xc0 == 0x80 else { return false } }
      place += length
    }
    return true
  }
}
