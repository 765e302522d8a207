/// Finds what a split or a replacement is about.
enum Splitter: Sendable {
  case pattern(Pattern)
  case literal([UInt8])

  /// A stretch of text, and whether it is a match or lies between matches.
  typealias Segment = (range: Range<Int>, isMatch: Bool)

  init(regularExpression: String) throws(TokenizerError) { self = .pattern(try Pattern(regularExpression)) }

  /// Cuts `text[range]` into matches and what lies between, in order, leaving nothing out.
  func segments(of text: Span<UInt8>, in range: Range<Int>) throws(TokenizerError) -> [Segment] {
    var segments: [Segment] = []
    var position = range.lowerBound
    var workspace = Pattern.Workspace(byteCount: range.count)
    while let match = try firstMatch(in: text, from: position, to: range.upperBound, &workspace) {
      if position < match.lowerBound { segments.append((position..<match.lowerBound, false)) }
      segments.append((match, true))
      position = match.upperBound
    }
    if position < range.upperBound { segments.append((position..<range.upperBound, false)) }
    return segments
  }

  func replacingMatches(in text: [UInt8], with content: [UInt8]) throws(TokenizerError) -> [UInt8] {
    var output: [UInt8] = []
    for (range, isMatch) in try segments(of: text.span, in: 0..<text.count) {
      output += isMatch ? content[...] : text[range]
    }
    return output
  }

  private func firstMatch(
    in text: Span<UInt8>, from start: Int, to end: Int, _ workspace: inout Pattern.Workspace
  ) throws(TokenizerError) -> Range<Int>? {
    switch self {
    case .pattern(let pattern): return try pattern.firstMatch(in: text, from: start, to: end, &workspace)
    case .literal(let literal): return Self.first(literal, in: text, from: start, to: end)
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
}
