/// The runs of tokens that may hold a name: the others are outside without being scored.
enum TaggerWindows {
  /// Tokens on both sides of one that the gate lets through.
  private static let reach = 2
  /// Tokens between two runs that are looked at as one: "Bank of the West".
  private static let gapMax = 3

  /// The runs in the order of the text, apart from each other. Linear in the tokens.
  static func of(_ tokens: UnsafeBufferPointer<TaggerToken>, in range: Range<Int>, _ gate: TaggerGate) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for index in range where isAsked(tokens[index]) && gate.isOpen(tokens.baseAddress! + index) {
      let (start, end) = (max(range.lowerBound, index - reach), min(range.upperBound, index + reach + 1))
      if let last = found.last, start - last.upperBound <= gapMax {
        found[found.count - 1] = last.lowerBound..<end
      } else {
        found.append(start..<end)
      }
    }
    return found
  }

  /// Punctuation is in a name only between its words.
  private static func isAsked(_ token: TaggerToken) -> Bool {
    token.kind == .word || token.kind == .number || token.kind == .han
  }
}
