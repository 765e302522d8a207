/// Puts identifiers back into a stream of text.
///
/// Split-invariant: however the text is cut, the pieces given out join to the same whole. It holds back only bytes that
/// may still become a surrogate of the map; what the map does not know passes unchanged. What is put back is not searched
/// again. With the map's keys, sealed identifiers are opened too, also those that the map has never seen.
@_spi(Identified) public struct SurrogateRestorer: Sendable {
  private let matcher: TokenMatcher
  private let count: Int
  private let medium: Medium
  private var held: [UInt8] = []
  /// Whether the text so far, as it came, ends within a word.
  private var isAfterWord = false

  /// What the text is: where its strings are JSON's, identifiers get the escapes that keep them so.
  public enum Medium: Sendable { case plain, json }

  public init(map: SurrogateMap, into medium: Medium = .plain) {
    matcher = TokenMatcher(map: map)
    count = map.count
    self.medium = medium
  }

  /// For text with sealed identifiers only: the key restores them without a map.
  public init(keys: SurrogateKeys) { self.init(map: SurrogateMap(keys: keys)) }

  /// The text that can be given out now.
  public mutating func push(_ text: String) -> String {
    held += text.utf8
    return release(isWhole: false)
  }

  /// The rest: what looked like the start of a surrogate and was none.
  public mutating func finish() -> String {
    defer { (held, isAfterWord) = ([], false) }
    return release(isWhole: true)
  }

  private mutating func release(isWhole: Bool) -> String {
    var released: [UInt8] = []
    var index = 0
    scan: while index < held.count {
      switch matcher.finding(in: held, at: index, afterWord: isAfterWord, isWhole: isWhole) {
      case .undecided: break scan
      case .nothing:
        let end = index + NormalisedText.scalarLength(leadByte: held[index])
        released += held[index..<end]
        pass(index..<end)
        index = end
      case .surrogate(let byteCount, let original):
        released += medium == .json ? JSONText.escaped(original) : Array(original.utf8)
        pass(index..<(index + byteCount))
        index += byteCount
      }
    }
    held.removeFirst(index)
    return String(decoding: released, as: UTF8.self)
  }

  private mutating func pass(_ range: Range<Int>) {
    if matcher.needsWords { isAfterWord = held[range].lastClass == .word }
  }
}

extension SurrogateRestorer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "SurrogateRestorer(\(count) identifiers)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["count": count]) }
}

/// Where a finished text holds surrogates of the map: what a restorer would put back.
struct TokenScan {
  struct Match {
    let range: Range<Int>
    let original: String
  }

  static func matches(in text: [UInt8], _ map: SurrogateMap) -> [Match] {
    let matcher = TokenMatcher(map: map)
    var matches: [Match] = []
    var index = 0
    var isAfterWord = false
    while index < text.count {
      var end = index + NormalisedText.scalarLength(leadByte: text[index])
      if case .surrogate(let byteCount, let original) = matcher.finding(
        in: text, at: index, afterWord: isAfterWord, isWhole: true)
      {
        end = index + byteCount
        matches.append(Match(range: index..<end, original: original))
      }
      isAfterWord = matcher.needsWords && text[index..<end].lastClass == .word
      index = end
    }
    return matches
  }
}
