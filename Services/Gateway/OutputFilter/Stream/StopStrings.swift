/// Ends one stream of released text before the first of a few strings that is complete in it.
///
/// What is cut away depends on the text alone, never on how it arrived: text is held back exactly as long as it may be
/// the beginning of one of the strings. Of strings that end with the same byte the longest counts. O(text × strings).
///
/// Source: Knuth, Morris, Pratt, "Fast Pattern Matching in Strings", SIAM J. Comput. 6 (1977).
public struct StopStrings: Sendable {
  private var matches: [PrefixMatch]
  private var held: [UInt8] = []
  public private(set) var isStopped = false

  /// - Precondition: no string is empty.
  public init(_ strings: [String]) {
    precondition(!strings.contains(""), "an empty string would end every stream before it begins")
    matches = strings.map { PrefixMatch(Array($0.utf8)) }
  }

  /// The text that is no part of a stop string; nothing after one is complete.
  public mutating func push(_ text: ReleasableText) -> ReleasableText {
    guard !matches.isEmpty else { return text }
    guard !isStopped else { return ReleasableText("") }
    for byte in text.value.utf8 {
      held.append(byte)
      if let length = advance(over: byte) { return stop(droppingLast: length) }
    }
    return release(held.count - (matches.map(\.matched).max() ?? 0))
  }

  /// Ends the stream: what was held back was no stop string.
  public mutating func finish() -> ReleasableText { release(held.count) }

  /// The length of the longest string that the byte completes.
  private mutating func advance(over byte: UInt8) -> Int? {
    var longest: Int?
    for index in matches.indices {
      matches[index].advance(over: byte)
      if matches[index].isComplete { longest = max(longest ?? 0, matches[index].matched) }
    }
    return longest
  }

  private mutating func stop(droppingLast length: Int) -> ReleasableText {
    held.removeLast(length)
    isStopped = true
    return release(held.count)
  }

  // A stop string begins with a whole scalar, so neither what is released nor what stays ends inside one.
  private mutating func release(_ count: Int) -> ReleasableText {
    defer { held.removeFirst(count) }
    return ReleasableText(String(decoding: held.prefix(count), as: UTF8.self))
  }
}

/// How much of one string the end of a stream is.
private struct PrefixMatch: Sendable {
  private let string: [UInt8]
  /// For each prefix the length of its longest proper suffix that is a prefix too.
  private let fallbacks: [Int]
  private(set) var matched = 0

  init(_ string: [UInt8]) {
    self.string = string
    var fallbacks = [0]
    var length = 0
    for byte in string.dropFirst() {
      while length > 0, string[length] != byte { length = fallbacks[length - 1] }
      if string[length] == byte { length += 1 }
      fallbacks.append(length)
    }
    self.fallbacks = fallbacks
  }

  var isComplete: Bool { matched == string.count }

  mutating func advance(over byte: UInt8) {
    while matched > 0, isComplete || string[matched] != byte { matched = fallbacks[matched - 1] }
    if string[matched] == byte { matched += 1 }
  }
}
