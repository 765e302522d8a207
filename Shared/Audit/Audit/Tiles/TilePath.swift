/// The name of a tile's file: `tile/<L>/<N>[.p/<W>]`, N as three-digit parts, all but the last after an `x`.
///
/// Source: C2SP tlog-tiles. Index 1234067 is `x001/x234/067`.
enum TilePath: Sendable, Hashable, CustomStringConvertible {
  case hashes(level: Int, index: UInt64, width: Int)
  case entries(index: UInt64, width: Int)

  var description: String {
    switch self {
    case .hashes(let level, let index, let width): "tile/\(level)/\(name(index, width))"
    case .entries(let index, let width): "tile/entries/\(name(index, width))"
    }
  }

  private func name(_ index: UInt64, _ width: Int) -> String {
    var parts = [threeDigits(index % 1000)]
    var rest = index / 1000
    while rest > 0 {
      parts.insert("x" + threeDigits(rest % 1000), at: 0)
      rest /= 1000
    }
    return parts.joined(separator: "/") + (width < Tile.width ? ".p/\(width)" : "")
  }

  private func threeDigits(_ number: UInt64) -> String {
    let digits = String(number)
    return String(repeating: "0", count: 3 - digits.count) + digits
  }
}
