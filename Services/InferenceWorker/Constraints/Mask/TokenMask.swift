/// A set of tokens of a vocabulary, a bit for each.
public struct TokenMask: Sendable, Hashable {
  public private(set) var words: [UInt64]

  /// No token of `count`.
  public init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

  /// All tokens of `count`.
  public init(allOf count: Int) {
    self.init(count: count)
    for index in words.indices { words[index] = .max }
    if count & 63 != 0 { words[count >> 6] = 1 << UInt64(count & 63) - 1 }
  }

  public func contains(_ token: Int) -> Bool {
    token >= 0 && token >> 6 < words.count && words[token >> 6] >> UInt64(token & 63) & 1 == 1
  }

  /// Puts a token in or takes it out; what is outside the vocabulary is left alone.
  public mutating func set(_ token: Int, to isIn: Bool) {
    guard token >= 0, token >> 6 < words.count else { return }
    let bit = UInt64(1) << UInt64(token & 63)
    if isIn { words[token >> 6] |= bit } else { words[token >> 6] &= ~bit }
  }

  public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// The tokens in ascending order.
  public var tokens: [Int] {
    var tokens: [Int] = []
    forEach { tokens.append($0) }
    return tokens
  }

  /// Calls `body` with each token in ascending order.
  @inlinable public func forEach(_ body: (Int) -> Void) {
    for index in words.indices {
      var word = words[index]
      while word != 0 {
        body(index << 6 | word.trailingZeroBitCount)
        word &= word - 1
      }
    }
  }
}
