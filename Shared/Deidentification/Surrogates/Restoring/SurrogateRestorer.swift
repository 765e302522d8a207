/// Puts identifiers back into a stream of text.
///
/// Split-invariant: however the text is cut, the pieces given out join to the same whole. It holds back only bytes that
/// may still become a placeholder of the map; a placeholder the map does not know passes unchanged.
@_spi(Identified) public struct SurrogateRestorer: Sendable {
  private let originals: [[UInt8]: String]
  /// Sorted, so that "does some placeholder begin with these bytes" is a binary search.
  private let placeholders: [[UInt8]]
  private var held: [UInt8] = []

  public init(map: SurrogateMap) {
    originals = Dictionary(uniqueKeysWithValues: map.identifiers.map { (Array($0.key.text.utf8), $0.value.text) })
    placeholders = originals.keys.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The text that can be given out now.
  public mutating func push(_ text: String) -> String {
    var released: [UInt8] = []
    for byte in text.utf8 { take(byte, into: &released) }
    return String(decoding: released, as: UTF8.self)
  }

  /// The rest: what looked like the start of a placeholder and was none.
  public mutating func finish() -> String {
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }

  private mutating func take(_ byte: UInt8, into released: inout [UInt8]) {
    held.append(byte)
    if let original = originals[held] {
      released += original.utf8
      held = []
    } else if !mayBecomePlaceholder(held) {
      // A placeholder holds "[" only at its start, so no shorter tail than the last byte can begin one.
      released += held.dropLast()
      held = [byte]
      if !mayBecomePlaceholder(held) {
        released.append(byte)
        held = []
      }
    }
  }

  private func mayBecomePlaceholder(_ prefix: [UInt8]) -> Bool {
    // The common case, without a search: text outside any placeholder.
    guard prefix[0] == UInt8(ascii: "[") else { return false }
    var low = 0
    var high = placeholders.count
    while low < high {
      let middle = (low + high) / 2
      if placeholders[middle].lexicographicallyPrecedes(prefix) { low = middle + 1 } else { high = middle }
    }
    return low < placeholders.count && placeholders[low].starts(with: prefix)
  }
}

extension SurrogateRestorer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "SurrogateRestorer(\(originals.count) identifiers)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["count": originals.count]) }
}
