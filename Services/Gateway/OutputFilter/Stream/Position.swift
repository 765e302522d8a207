/// A place in the unfiltered stream.
struct Position: Hashable, Sendable, Comparable {
  var utf8 = 0
  var scalars = 0

  static func < (left: Position, right: Position) -> Bool { left.utf8 < right.utf8 }

  mutating func advance(over byte: UInt8) {
    utf8 += 1
    if byte & 0xC0 != 0x80 { scalars += 1 }
  }
}
