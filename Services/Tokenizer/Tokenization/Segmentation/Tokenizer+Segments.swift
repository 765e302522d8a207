extension Tokenizer {
  /// A stretch of a text.
  public struct Segment: Sendable, Equatable {
    public var text: String
    /// Tokens of the stretch by itself, without the special ones around it.
    public var tokenCount: Int
    /// Where it starts in the whole text, in bytes of UTF-8.
    public var start: Int
  }

  /// How many tokens `text` has.
  ///
  /// - Throws: ``TokenizerError/limit(_:)``.
  public func count(_ text: String, addSpecial: Bool = false) throws(TokenizerError) -> Int {
    try encode(text, addSpecial: addSpecial).count
  }

  /// The beginning of `text` that has at most `tokenCountMax` tokens: whole sentences if one fits, else whole words, else
  /// as many scalars as fit.
  ///
  /// - Throws: ``TokenizerError/limit(_:)``.
  public func truncated(_ text: String, tokenCountMax: Int) throws(TokenizerError) -> Segment {
    try Segmenter(self, text).segment(from: 0, tokenCountMax: tokenCountMax)
  }

  /// `text` in segments of at most `tokenCountMax` tokens that end with sentences where they can, each beginning with the
  /// last sentences of the one before, of at most `overlapTokenCountMax` tokens.
  ///
  /// - Throws: ``TokenizerError/limit(_:)`` also where a single scalar has more tokens than a segment may.
  public func segments(
    of text: String, tokenCountMax: Int, overlapTokenCountMax: Int
  ) throws(TokenizerError) -> [Segment] {
    guard overlapTokenCountMax < tokenCountMax else {
      throw .limit("an overlap of \(overlapTokenCountMax) tokens in segments of \(tokenCountMax)")
    }
    let segmenter = Segmenter(self, text)
    var segments: [Segment] = []
    var end = 0
    while end < segmenter.byteCount {
      let segment = try segmenter.next(after: segments.last, tokenCountMax, overlapTokenCountMax)
      guard !segment.text.isEmpty else { throw .limit("a single character of more than \(tokenCountMax) tokens") }
      segments.append(segment)
      end = segment.end
    }
    return segments
  }
}

extension Tokenizer.Segment {
  fileprivate var end: Int { start + text.utf8.count }
}

/// Finds the segments of one text.
private struct Segmenter {
  private let tokenizer: Tokenizer
  private let bytes: [UInt8]
  private let breaks: TextBreaks

  init(_ tokenizer: Tokenizer, _ text: String) {
    self.tokenizer = tokenizer
    bytes = Array(text.utf8)
    breaks = TextBreaks(text)
  }

  var byteCount: Int { bytes.count }

  /// The segment after `last`, which gives up its overlap where that leaves no room for another sentence.
  func next(
    after last: Tokenizer.Segment?, _ tokenCountMax: Int, _ overlapTokenCountMax: Int
  ) throws(TokenizerError) -> Tokenizer.Segment {
    guard let last else { return try segment(from: 0, tokenCountMax: tokenCountMax) }
    let start = try overlapStart(last.start..<last.end, tokenCountMax: overlapTokenCountMax)
    let overlapped = try longest(from: start, beyond: last.end, tokenCountMax, endingAt: breaks.sentences)
    if let overlapped { return overlapped }
    return try segment(from: last.end, tokenCountMax: tokenCountMax)
  }

  func segment(from start: Int, tokenCountMax: Int) throws(TokenizerError) -> Tokenizer.Segment {
    for places in [breaks.sentences, breaks.words, breaks.scalars] {
      if let segment = try longest(from: start, beyond: start, tokenCountMax, endingAt: places) { return segment }
    }
    return .init(text: "", tokenCount: 0, start: start)
  }

  /// Where the last sentences of `range` start that have at most so many tokens; its end if the last has more.
  private func overlapStart(_ range: Range<Int>, tokenCountMax: Int) throws(TokenizerError) -> Int {
    var start = range.upperBound
    var index = Self.firstIndex(of: breaks.sentences, above: range.upperBound - 1) - 1
    while index >= 0, breaks.sentences[index] > range.lowerBound {
      guard try count(breaks.sentences[index]..<range.upperBound) <= tokenCountMax else { break }
      start = breaks.sentences[index]
      index -= 1
    }
    return start
  }

  /// The longest segment that ends at one of `places` behind `end`: the window is doubled until it is too long, then
  /// halved.
  private func longest(
    from start: Int, beyond end: Int, _ tokenCountMax: Int, endingAt places: [Int]
  ) throws(TokenizerError) -> Tokenizer.Segment? {
    let first = Self.firstIndex(of: places, above: end)
    var fitting: (index: Int, count: Int)?
    var step = 1
    var tooLong = places.count
    while first + step - 1 < tooLong {
      let index = first + step - 1
      let count = try count(start..<places[index])
      if count > tokenCountMax { tooLong = index } else { fitting = (index, count) }
      step *= 2
    }
    var low = (fitting?.index ?? first - 1) + 1
    while low < tooLong {
      let middle = (low + tooLong) / 2
      let count = try count(start..<places[middle])
      if count > tokenCountMax {
        tooLong = middle
      } else {
        fitting = (middle, count)
        low = middle + 1
      }
    }
    guard let fitting else { return nil }
    return .init(text: text(start..<places[fitting.index]), tokenCount: fitting.count, start: start)
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func count(_ range: Range<Int>) throws(TokenizerError) -> Int { try tokenizer.count(text(range)) }

  /// The first of the sorted `places` that is above `place`.
  private static func firstIndex(of places: [Int], above place: Int) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle] <= place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
