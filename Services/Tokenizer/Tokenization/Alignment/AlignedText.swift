/// Text of which each byte knows the stretch of the original text that it came from.
///
/// Source of the rules by which inserted and composed scalars are aligned: `NormalizedString` of HF tokenizers.
struct AlignedText {
  private(set) var bytes: [UInt8] = []
  /// For each byte the byte range of the original.
  private(set) var sources: [Range<Int>] = []
  /// Where in the original the text begins, also when it is empty.
  private(set) var origin: Int

  /// `text[range]`, each scalar as its own source.
  init(_ text: [UInt8], in range: Range<Int>) {
    origin = range.lowerBound
    bytes = Array(text[range])
    var index = range.lowerBound
    while index < range.upperBound {
      let length = text.span.scalar(at: index).length
      sources += repeatElement(index..<index + length, count: length)
      index += length
    }
  }

  fileprivate init(origin: Int) { self.origin = origin }

  /// A stretch of this text.
  func slice(_ range: Range<Int>) -> AlignedText {
    var slice = AlignedText(origin: range.isEmpty ? origin : sources[range.lowerBound].lowerBound)
    slice.bytes = Array(bytes[range])
    slice.sources = Array(sources[range])
    return slice
  }

  /// The bytes of the original that `range` came from.
  func source(of range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty, range.upperBound <= bytes.count else { return origin..<origin }
    let low = sources[range.lowerBound].lowerBound
    return low..<max(low, sources[range.upperBound - 1].upperBound)
  }

  /// The text that `step` makes of this one.
  func rewritten(
    _ step: (Span<UInt8>, inout AlignedOutput) throws(TokenizerError) -> Void
  ) throws(TokenizerError) -> AlignedText {
    var output = AlignedOutput(source: self)
    try step(bytes.span, &output)
    return output.text
  }

  fileprivate mutating func append(_ scalar: UInt32, source: Range<Int>) {
    let count = bytes.count
    bytes.append(scalar: scalar)
    sources += repeatElement(source, count: bytes.count - count)
  }

  fileprivate mutating func append(_ other: AlignedText, _ range: Range<Int>) {
    bytes += other.bytes[range]
    sources += other.sources[range]
  }
}

/// Writes text together with where it came from.
struct AlignedOutput: TextOutput {
  private let source: AlignedText
  private(set) var text: AlignedText

  fileprivate init(source: AlignedText) {
    self.source = source
    text = AlignedText(origin: source.origin)
  }

  mutating func keep(_ source: Span<UInt8>, _ range: Range<Int>) { text.append(self.source, range) }
  mutating func put(_ scalar: UInt32, for index: Int) { text.append(scalar, source: source.sources[index]) }
  mutating func insert(_ scalar: UInt32, at index: Int) {
    text.append(scalar, source: index > 0 ? source.sources[index - 1] : source.origin..<source.origin)
  }
}
