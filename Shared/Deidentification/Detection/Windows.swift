/// Cuts a long text into overlapping windows, so that one rare match does not make its pattern run over all of it.
///
/// A match belongs to the window in whose core it starts; the overlap lets it end beyond.
enum Windows {
  struct Window: Equatable {
    /// Where matches may start.
    var core: Range<Int>
    /// What is searched: the core and what follows.
    var searched: Range<Int>
  }

  /// Bytes of a core: long enough that a window's fixed cost is small, short enough that most hold few kinds.
  static let coreBytes = 768
  /// Bytes beyond the core: the longest match that is found whole, such as an address of several lines.
  static let overlapBytes = 320

  /// All of a text's windows, or those that touch some places of it, which are in order.
  static func of(_ bytes: [UInt8], near places: [Range<Int>]?) -> [Window] {
    guard let places else { return of(bytes) }
    var left = places[...]
    return of(bytes).filter { window in
      left = left.drop { $0.upperBound < window.core.lowerBound }
      return left.first.map { $0.lowerBound <= window.searched.upperBound } ?? false
    }
  }

  static func of(_ bytes: [UInt8]) -> [Window] {
    var windows: [Window] = []
    var start = 0
    while start < bytes.count {
      let end = cut(bytes, after: start, near: start + coreBytes)
      let searchedEnd = scalarBoundary(bytes, atOrAfter: min(end + overlapBytes, bytes.count))
      windows.append(Window(core: start..<end, searched: start..<searchedEnd))
      start = end
    }
    return windows
  }

  /// A cut at white space where there is any in the second half of the core, so that no word is split.
  private static func cut(_ bytes: [UInt8], after start: Int, near target: Int) -> Int {
    guard target < bytes.count else { return bytes.count }
    for index in stride(from: target, to: start + coreBytes / 2, by: -1) where bytes[index] == 0x0a { return index }
    for index in stride(from: target, to: start + coreBytes / 2, by: -1) where bytes[index] == 0x20 { return index }
    return scalarBoundary(bytes, atOrAfter: target)
  }

  private static func scalarBoundary(_ bytes: [UInt8], atOrAfter index: Int) -> Int {
    var index = index
    while index < bytes.count, bytes[index] & 0xc0 == 0x80 { index += 1 }
    return index
  }
}
