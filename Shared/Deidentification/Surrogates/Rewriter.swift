/// Writes the text again with what the operators make in the place of the spans.
///
/// Restoring is exact by construction: what was written is scanned as a restorer would scan it. Where the scan finds a
/// surrogate that was not put there, or misses one that was, the plan changes: that span gets a placeholder, those words
/// of the caller get one of their own; and the text is written again.
struct Rewriter {
  private let text: NormalisedText
  private let operators: OperatorTable
  private let plan: RewritePlan
  private(set) var output: [UInt8] = []
  private(set) var placements: [Placement] = []
  private var spans: [EntitySpan] = []
  /// Whether the caller's own words may hold a surrogate.
  private let hasBrackets: Bool
  /// How far the original is written, in bytes and in scalars.
  private var position = (byte: 0, scalar: 0)
  private var copiesDone = 0

  /// `spans` in the order of the text, without overlaps.
  static func rewrite(
    _ text: NormalisedText, replacing spans: [Candidate], with operators: OperatorTable, into map: inout SurrogateMap
  ) throws(DeidentificationError) -> Deidentification {
    if operators.isPlaceholdersOnly, map.likenesses.isEmpty, map.keys == nil {
      // Placeholders cannot be mistaken: no scan, and no trace of the words.
      if !text.original.isEmpty { map.likenesses.noteUntraced() }
      return try written(text, spans, operators, RewritePlan(), &map).deidentification
    }
    map.likenesses.noteWritten(text.original)
    var plan = RewritePlan()
    while true {
      let rewriter = try written(text, spans, operators, plan, &map)
      map.indexTokens()
      let doubts = RewriteDoubts(rewriter, map)
      if doubts.isEmpty {
        map.likenesses.noteSent(rewriter.output)
        return rewriter.deidentification
      }
      guard plan.resolve(doubts) else { throw .ambiguousSurrogates }
    }
  }

  private static func written(
    _ text: NormalisedText, _ spans: [Candidate], _ operators: OperatorTable, _ plan: RewritePlan,
    _ map: inout SurrogateMap
  ) throws(DeidentificationError) -> Rewriter {
    var rewriter = Rewriter(text: text, operators: operators, plan: plan)
    for span in spans { try rewriter.replace(span, &map) }
    rewriter.copy(upTo: text.original.count, &map)
    return rewriter
  }

  private init(text: NormalisedText, operators: OperatorTable, plan: RewritePlan) {
    self.text = text
    self.operators = operators
    self.plan = plan
    hasBrackets = text.original.withUnsafeBufferPointer { $0.contains(UInt8(ascii: "[")) }
    output.reserveCapacity(text.original.count)
  }

  private var deidentification: Deidentification {
    Deidentification(text: DeidentifiedText(deidentified: String(decoding: output, as: UTF8.self)), spans: spans)
  }

  private mutating func replace(_ span: Candidate, _ map: inout SurrogateMap) throws(DeidentificationError) {
    let range = text.originalRange(of: span.range)
    copy(upTo: range.lowerBound, &map)
    let start = position.scalar
    let identifier = SurrogateMap.Identifier(kind: span.kind, text: string(range))
    let method = operators[span.kind]
    let replacement =
      plan.plainSpans.contains(range.lowerBound)
      ? method.plainReplacement(of: identifier, &map) : try method.replacement(of: identifier, &map)
    write(replacement, for: range, isReversible: method.isReversible)
    spans.append(
      EntitySpan(
        range: start..<position.scalar, kind: span.kind, score: span.score, recognizer: span.recognizer,
        replacement: replacement))
  }

  /// Copies what is no identifier. What looks like a surrogate there is the caller's own: it gets a surrogate too, so
  /// that every one in the output is ours and restoring gives it back.
  private mutating func copy(upTo end: Int, _ map: inout SurrogateMap) {
    guard position.byte < end else { return }
    for range in lookAlikes(before: end) {
      output += text.original[position.byte..<range.lowerBound]
      skip(to: range.lowerBound)
      write(map.surrogate(for: string(range), kind: .other).text, for: range, isReversible: true)
    }
    output += text.original[position.byte..<end]
    skip(to: end)
  }

  private mutating func lookAlikes(before end: Int) -> [Range<Int>] {
    let marked = hasBrackets ? Placeholder.ranges(in: text.original[position.byte..<end]) : []
    let doubted = plan.copies[copiesDone...].prefix { $0.upperBound <= end }
    copiesDone += doubted.count
    return doubted.isEmpty ? marked : (marked + doubted).sorted { $0.lowerBound < $1.lowerBound }
  }

  private mutating func write(_ replacement: String, for range: Range<Int>, isReversible: Bool) {
    let start = output.count
    output += replacement.utf8
    placements.append(Placement(written: start..<output.count, original: range, isReversible: isReversible))
    skip(to: range.upperBound)
  }

  private mutating func skip(to end: Int) {
    position.scalar += text.original.withUnsafeBufferPointer { $0.extracting(position.byte..<end).scalarCount }
    position.byte = end
  }

  private func string(_ range: Range<Int>) -> String { String(decoding: text.original[range], as: UTF8.self) }
}

/// What was written in the place of a piece of the original.
struct Placement {
  /// Bytes of the output.
  let written: Range<Int>
  /// Bytes of the original.
  let original: Range<Int>
  let isReversible: Bool
}
