/// How encodings that are too long are cut.
public struct Truncation: Sendable, Equatable {
  /// What is cut of two texts.
  public enum Strategy: String, Sendable {
    /// The longer one, then both alike.
    case longestFirst = "LongestFirst"
    case onlyFirst = "OnlyFirst"
    case onlySecond = "OnlySecond"
  }

  /// Which end stays in the first window.
  public enum Direction: String, Sendable {
    case right = "Right"
    case left = "Left"
  }

  /// Tokens at most, with those around the text.
  public var tokenCountMax: Int
  /// Tokens by which windows overlap.
  public var stride: Int
  /// What is cut of two texts.
  public var strategy: Strategy
  /// At which end is cut.
  public var direction: Direction

  /// A rule for cutting.
  public init(
    tokenCountMax: Int, stride: Int = 0, strategy: Strategy = .longestFirst, direction: Direction = .right
  ) {
    self.tokenCountMax = tokenCountMax
    self.stride = stride
    self.strategy = strategy
    self.direction = direction
  }
}

extension Truncation {
  /// Cuts one text's encoding, or two, so that `addedCount` tokens still fit around them.
  ///
  /// A limit below `addedCount` cuts nothing: nothing that could be cut would help.
  func apply(to encodings: [Encoding], addedCount: Int) throws(TokenizerError) -> [Encoding] {
    guard tokenCountMax >= addedCount else { return encodings }
    let room = tokenCountMax - addedCount
    let counts = encodings.map(\.tokens.count)
    if counts.reduce(0, +) <= room { return encodings }
    var cut: [Encoding] = []
    for (encoding, count) in zip(encodings, try kept(counts, room)) {
      cut.append(try encoding.truncated(to: count, stride, direction))
    }
    return cut
  }

  /// How many tokens stay of each.
  private func kept(_ counts: [Int], _ room: Int) throws(TokenizerError) -> [Int] {
    if room == 0 { return counts.map { _ in 0 } }
    let surplus = counts.reduce(0, +) - room
    if counts.count == 1 {
      if strategy == .onlySecond { throw .limit("there is no second text to truncate") }
      return [room]
    }
    switch strategy {
    case .longestFirst: return Self.keptOfBoth(counts[0], counts[1], room)
    case .onlyFirst, .onlySecond:
      let target = strategy == .onlyFirst ? 0 : 1
      guard counts[target] > surplus else { throw .limit("the text to truncate is too short") }
      return counts.enumerated().map { $0 == target ? $1 - surplus : $1 }
    }
  }

  private static func keptOfBoth(_ first: Int, _ second: Int, _ room: Int) -> [Int] {
    var short = min(first, second)
    var long = short > room ? short : max(short, room - short)
    if short + long > room {
      short = room / 2
      long = short + room % 2
    }
    return first > second ? [long, short] : [short, long]
  }
}

extension Encoding {
  /// The first window of `count` tokens; the others overlap by `stride` and become the overflow.
  fileprivate func truncated(
    to count: Int, _ stride: Int, _ direction: Truncation.Direction
  ) throws(TokenizerError) -> Encoding {
    if count >= tokens.count { return self }
    if count == 0 { return Encoding(tokens: [], overflow: [self]) }
    guard stride >= 0, stride < count else { throw .limit("stride must be below the \(count) tokens of a window") }
    var windows: [Encoding] = []
    var reach = direction == .right ? 0 : tokens.count
    while true {
      let range = direction == .right ? reach..<min(reach + count, tokens.count) : max(0, reach - count)..<reach
      windows.append(Encoding(tokens: Array(tokens[range])))
      if direction == .right ? range.upperBound == tokens.count : range.lowerBound == 0 { break }
      reach += direction == .right ? count - stride : stride - count
    }
    windows[0].overflow = Array(windows.dropFirst())
    return windows[0]
  }
}
