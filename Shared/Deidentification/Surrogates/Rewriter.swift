/// Writes the text again with surrogates in the place of the spans.
struct Rewriter {
  private let text: NormalisedText
  private var output: [UInt8] = []
  private var spans: [EntitySpan] = []
  /// How far the original is written, in bytes and in scalars.
  private var position = (byte: 0, scalar: 0)

  /// `spans` in the order of the text, without overlaps.
  static func rewrite(_ text: NormalisedText, replacing spans: [Candidate], into map: inout SurrogateMap)
    -> Deidentification
  {
    var rewriter = Rewriter(text: text)
    for span in spans { rewriter.replace(span, &map) }
    rewriter.copy(upTo: text.original.count, &map)
    return Deidentification(
      text: DeidentifiedText(deidentified: String(decoding: rewriter.output, as: UTF8.self)), spans: rewriter.spans)
  }

  private init(text: NormalisedText) {
    self.text = text
    output.reserveCapacity(text.original.count)
  }

  private mutating func replace(_ span: Candidate, _ map: inout SurrogateMap) {
    let range = text.originalRange(of: span.range)
    copy(upTo: range.lowerBound, &map)
    let start = position.scalar
    let placeholder = map.surrogate(for: string(range), kind: span.kind)
    write(placeholder)
    skip(to: range.upperBound)
    spans.append(
      EntitySpan(
        range: start..<position.scalar, kind: span.kind, score: span.score, recognizer: span.recognizer,
        replacement: placeholder.text))
  }

  /// Copies what is no identifier. What looks like a surrogate there is the caller's own: it gets a surrogate too, so
  /// that every placeholder in the output is ours and restoring gives it back.
  private mutating func copy(upTo end: Int, _ map: inout SurrogateMap) {
    for range in Placeholder.ranges(in: text.original[position.byte..<end]) {
      output += text.original[position.byte..<range.lowerBound]
      skip(to: range.lowerBound)
      write(map.surrogate(for: string(range), kind: .other))
      skip(to: range.upperBound)
    }
    output += text.original[position.byte..<end]
    skip(to: end)
  }

  private mutating func write(_ placeholder: Placeholder) { output += placeholder.text.utf8 }

  private mutating func skip(to end: Int) {
    position.scalar += text.original[position.byte..<end].count { $0 & 0xc0 != 0x80 }
    position.byte = end
  }

  private func string(_ range: Range<Int>) -> String { String(decoding: text.original[range], as: UTF8.self) }
}
