/// Finds what a split or a replacement is about.
enum Splitter: Sendable {
  case pattern(Pattern)
  case literal([UInt8])
  /// Each scalar of a set by itself.
  case scalars(ScalarSet)
  /// Each run of scalars of one script; scalars of no script go with what stands before, and match nothing at the start.
  case scripts
  /// Each run of two spaces or more.
  case spaceRuns
  /// So many scalars each; the last may be shorter.
  case lengths(Int)

  /// A stretch of text, and whether it is a match or lies between matches.
  typealias Segment = (range: Range<Int>, isMatch: Bool)

  /// The splitter for a regular expression.
  init(regularExpression: String) throws(TokenizerError) {
    if regularExpression == " {2,}" {
      self = .spaceRuns
    } else {
      // Most have a scanner, so that they are never compiled.
      let isKnown = PatternCut.knows(regularExpression)
      self = .pattern(isKnown ? Pattern(known: regularExpression) : try Pattern(regularExpression))
    }
  }

  /// Cuts `text[range]` into matches and what lies between, in order, leaving nothing out.
  func segments(of text: Span<UInt8>, in range: Range<Int>) throws(TokenizerError) -> [Segment] {
    var segments: [Segment] = []
    var position = range.lowerBound
    let matcher: PatternMatcher? = if case .pattern(let pattern) = self { try pattern.matcher } else { nil }
    var workspace = PatternMatcher.Workspace(byteCount: range.count)
    while let match = try matcher?.firstMatch(in: text, from: position, to: range.upperBound, &workspace)
      ?? firstMatch(in: text, from: position, to: range.upperBound)
    {
      if position < match.lowerBound { segments.append((position..<match.lowerBound, false)) }
      segments.append((match, true))
      position = match.upperBound
    }
    if position < range.upperBound { segments.append((position..<range.upperBound, false)) }
    return segments
  }

  /// Nil for a pattern, which its matcher finds.
  private func firstMatch(in text: Span<UInt8>, from start: Int, to end: Int) -> Range<Int>? {
    switch self {
    case .pattern: return nil
    case .literal(let literal): return Self.first(literal, in: text, from: start, to: end)
    case .scalars(let set): return Self.first(set, in: text, from: start, to: end)
    case .scripts: return Self.firstScript(in: text, from: start, to: end)
    case .spaceRuns: return Self.firstSpaces(in: text, from: start, to: end)
    case .lengths(let count): return Self.first(count, in: text, from: start, to: end)
    }
  }

  private static func first(_ literal: [UInt8], in text: Span<UInt8>, from start: Int, to end: Int) -> Range<Int>? {
    guard let head = literal.first else { return nil }
    var position = start
    while position + literal.count <= end {
      if text[position] == head, literal.indices.allSatisfy({ text[position + $0] == literal[$0] }) {
        return position..<position + literal.count
      }
      position += 1
    }
    return nil
  }

  private static func first(_ set: ScalarSet, in text: Span<UInt8>, from start: Int, to end: Int) -> Range<Int>? {
    var position = start
    while position < end {
      let (scalar, length) = text.scalar(at: position)
      if set.contains(scalar) { return position..<position + length }
      position += length
    }
    return nil
  }

  private static func firstScript(in text: Span<UInt8>, from start: Int, to end: Int) -> Range<Int>? {
    let first = Script.startOfRun(text, from: start, to: end)
    return first < end ? first..<Script.endOfRun(text, from: first, to: end) : nil
  }

  private static func firstSpaces(in text: Span<UInt8>, from start: Int, to end: Int) -> Range<Int>? {
    var position = start
    while position < end {
      let first = position
      while position < end, text[position] == 0x20 { position += 1 }
      if position - first > 1 { return first..<position }
      position = max(position, first + 1)
    }
    return nil
  }

  private static func first(_ count: Int, in text: Span<UInt8>, from start: Int, to end: Int) -> Range<Int>? {
    guard start < end else { return nil }
    var position = start
    for _ in 0..<count where position < end { position += text.scalar(at: position).length }
    return start..<position
  }
}

extension ScalarSet {
  /// White space.
  static let whitespace = ScalarSet(classes: ScalarClass.whitespace)
  /// What BERT takes for punctuation: ASCII's signs and symbols, and the punctuation of Unicode 8.
  static let punctuation = ScalarSet(
    ranges: EarlierScalarClasses.unicode8.ranges(of: ScalarClass.punctuation)
      + [0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e])
  /// Numbers of Unicode 17.
  static let numbers = ScalarSet(classes: ScalarClass.numbers, ranges: [0x11de0...0x11de9, 0x16ff4...0x16ff6])
  /// `\w` as Unicode Technical Standard #18 defines it: alphabetic scalars, which some symbols are, marks, decimal digits,
  /// connecting punctuation and the two joiners.
  static let wordCharacters = ScalarSet(
    classes: ScalarClass.wordCharacters | 1 << 9,
    ranges: [0x200c...0x200d, 0x24b6...0x24e9, 0x1f130...0x1f149, 0x1f150...0x1f169, 0x1f170...0x1f189])
}
