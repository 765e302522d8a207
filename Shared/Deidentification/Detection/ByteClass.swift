/// What a byte means to the scan for anchors.
enum ByteClass: UInt8 {
  /// `sign`: between the digits of one number; `tokenSign`: that too, and part of a token.
  case other, letter, digit, space, sign, tokenSign, at, point, slash, colon, lead2, lead3, lead4

  static let ofByte: [ByteClass] = (0...255).map { (byte: UInt8) in
    if byte.isASCIILetter { return .letter }
    if byte.isASCIIDigit { return .digit }
    switch byte {
    case UInt8(ascii: "@"): return .at
    case UInt8(ascii: "."): return .point
    case UInt8(ascii: "/"): return .slash
    case UInt8(ascii: ":"): return .colon
    case UInt8(ascii: "-"), UInt8(ascii: "_"): return .tokenSign
    case 0xc2...0xdf: return .lead2
    case 0xe0...0xef: return .lead3
    case 0xf0...0xff: return .lead4
    case 0x20: return .space
    default: return "()+*".utf8.contains(byte) ? .sign : .other
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where the ASCII letters from `start` on end, eight bytes at a time.
  @inline(__always)
  func endOfLetters(from start: Int) -> Int {
    var index = start
    while index + 8 <= count {
      let bytes = UnsafeRawPointer(baseAddress! + index).loadUnaligned(as: UInt64.self).littleEndian
      // The high bit of each byte: set by adding where its low bits are at least "a", and where they are beyond "z".
      let low = (bytes | 0x2020_2020_2020_2020) & 0x7f7f_7f7f_7f7f_7f7f
      let letters = (low &+ 0x1f1f_1f1f_1f1f_1f1f) & ~(low &+ 0x0505_0505_0505_0505) & ~bytes
      let others = ~letters & 0x8080_8080_8080_8080
      if others != 0 { return index + others.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < count, self[index].isASCIILetter { index += 1 }
    return index
  }
}
