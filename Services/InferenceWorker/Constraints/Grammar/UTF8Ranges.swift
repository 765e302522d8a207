/// Ranges of scalars as ranges of bytes.
///
/// Source: Thompson's construction for UTF-8 as in the Plan 9 and RE2 compilers: a range is cut where the number of bytes
/// changes, and where the following bytes do not take all their values.
enum UTF8Ranges {
  /// Sequences of byte ranges that hold just the encodings of `range`; surrogates are none.
  static func sequences(of range: ClosedRange<UInt32>) -> [[ClosedRange<UInt8>]] {
    let whole: [ClosedRange<UInt32>] = [0...0x7f, 0x80...0x7ff, 0x800...0xd7ff, 0xe000...0xffff, 0x10000...0x10ffff]
    return whole.filter { $0.overlaps(range) }.flatMap { split(range.clamped(to: $0), following: followers($0)) }
  }

  private static func followers(_ range: ClosedRange<UInt32>) -> Int {
    range.upperBound <= 0x7f ? 0 : range.upperBound <= 0x7ff ? 1 : range.upperBound <= 0xffff ? 2 : 3
  }

  private static func split(_ range: ClosedRange<UInt32>, following: Int) -> [[ClosedRange<UInt8>]] {
    let (low, high) = (range.lowerBound, range.upperBound)
    for count in stride(from: 1, through: following, by: 1) {
      let mask = UInt32(1) << UInt32(6 * count) - 1
      guard low & ~mask != high & ~mask else { continue }
      if low & mask != 0 {
        return split(low...low | mask, following: following) + split((low | mask) + 1...high, following: following)
      }
      if high & mask != mask {
        return split(low...(high & ~mask) - 1, following: following)
          + split(high & ~mask...high, following: following)
      }
    }
    return [zip(bytes(low, following), bytes(high, following)).map { $0...$1 }]
  }

  private static func bytes(_ scalar: UInt32, _ following: Int) -> [UInt8] {
    let leads: [UInt8] = [0, 0xc0, 0xe0, 0xf0]
    return (0...following).map { index in
      let bits = UInt8(truncatingIfNeeded: scalar >> UInt32(6 * (following - index)))
      return index == 0 ? leads[following] | bits : 0x80 | bits & 0x3f
    }
  }
}
