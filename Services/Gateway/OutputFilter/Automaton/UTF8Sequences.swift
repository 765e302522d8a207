/// Splits a range of scalars into sequences of byte ranges, so that a byte automaton reads exactly their UTF-8.
///
/// Source: Russ Cox, "Regular Expression Matching in the Wild" (2010), step "UTF-8 ranges"; RFC 3629.
enum UTF8Sequences {
  static func of(_ range: ClosedRange<UInt32>) -> [[ClosedRange<UInt8>]] {
    let lengthEnds: [UInt32] = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF]
    if let end = lengthEnds.first(where: { range.contains($0) && $0 < range.upperBound }) {
      return split(range, after: end)
    }
    guard range.upperBound > 0x7F else { return [[UInt8(range.lowerBound)...UInt8(range.upperBound)]] }
    for continuationBytes in 1...3 {
      let mask: UInt32 = (1 << (6 * UInt32(continuationBytes))) - 1
      guard range.lowerBound & ~mask != range.upperBound & ~mask else { continue }
      if range.lowerBound & mask != 0 { return split(range, after: range.lowerBound | mask) }
      if range.upperBound & mask != mask { return split(range, after: (range.upperBound & ~mask) - 1) }
    }
    return [zip(encoding(range.lowerBound), encoding(range.upperBound)).map { $0...$1 }]
  }

  private static func split(_ range: ClosedRange<UInt32>, after end: UInt32) -> [[ClosedRange<UInt8>]] {
    of(range.lowerBound...end) + of((end + 1)...range.upperBound)
  }

  private static func encoding(_ value: UInt32) -> [UInt8] {
    let tail = { (shift: UInt32) in UInt8(0x80 | (value >> shift) & 0x3F) }
    return switch value {
    case ...0x7FF: [UInt8(0xC0 | value >> 6), tail(0)]
    case ...0xFFFF: [UInt8(0xE0 | value >> 12), tail(6), tail(0)]
    default: [UInt8(0xF0 | value >> 18), tail(12), tail(6), tail(0)]
    }
  }
}
