/// Finds names of people, places and organisations in running text, English, Chinese and mixed.
///
/// A linear-chain model over words and Chinese characters, trained by `Services/Trainer/NameTagger`.
/// Source: Lafferty, McCallum, Pereira, "Conditional Random Fields" (ICML 2001).
struct Tagger: Sendable {
  private let model: TaggerModel
  private let bias: TaggerBias
  private let isWindowed: Bool

  /// With the weights that are linked into the executable. Throws when these cannot be used.
  init(bias: TaggerBias = .recall, isWindowed: Bool = true) throws(DeidentificationError) {
    self.init(try .linked(), bias: bias, isWindowed: isWindowed)
  }

  init(_ model: TaggerModel, bias: TaggerBias = .recall, isWindowed: Bool = true) {
    self.model = model
    self.bias = bias
    self.isWindowed = isWindowed
  }

  /// The kinds that labels stand for, in their order.
  static let kinds: [EntityKind] = [.name, .location, .organisation]

  /// Linear in the text.
  func candidates(in text: NormalisedText) -> [Candidate] {
    text.bytes.withUnsafeBufferPointer { bytes in
      let tagged = TaggerText(bytes, model)
      return tagged.tokens.withUnsafeBufferPointer { tokens in
        tagged.words.withUnsafeBufferPointer { words in
          let features = TaggerFeatures(model, bytes, tokens, words)
          let windows = isWindowed ? TaggerWindows.of(tokens, in: tagged.range) : [tagged.range]
          return windows.flatMap { candidates($0, tokens, features) }
        }
      }
    }
  }

  /// Whether the lexicon knows the bytes as a word of the language, and not only as a name.
  func isWord(_ bytes: ArraySlice<UInt8>) -> Bool {
    let hash = bytes.withUnsafeBufferPointer { TaggerHash.bytes($0, 0..<$0.count) }
    let value = model.lexical(hash)
    if let first = bytes.first, first >= 0xe3 { return value & TaggerLexical.hanWord != 0 }
    return TaggerLexical(value).frequency == 3 && !TaggerLexical(value).isCommonName
  }
}

// MARK: One window

extension Tagger {
  private func candidates(
    _ range: Range<Int>, _ tokens: UnsafeBufferPointer<TaggerToken>, _ features: TaggerFeatures
  ) -> [Candidate] {
    let scores = range.map { features.scores($0) &+ (tokens[$0].isHan ? bias.han : bias.latin) }
    let labels = scores.withUnsafeBufferPointer { scores in
      TaggerDecoder.labels(scores, isHan: { tokens[range.lowerBound + $0].isHan }, model)
    }
    return spans(labels).filter { Self.isLikely(scores[$0], labels[$0]) }.map { span in
      let (first, last) = (tokens[range.lowerBound + span.lowerBound], tokens[range.lowerBound + span.upperBound - 1])
      return Candidate(
        range: Int(first.start)..<Int(last.end), kind: Self.kinds[(Int(labels[span.lowerBound]) - 1) / 4],
        score: Self.confidence(scores[span], labels[span]), recognizer: "tagger")
    }
  }

  /// Runs of labels from a beginning to its end.
  private func spans(_ labels: [UInt8]) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    var open: Int?
    for (index, label) in labels.enumerated() {
      if label != 0, !TaggerDecoder.continues(Int(label)) { open = index }
      guard let start = open, !TaggerDecoder.isOpen(Int(label)) else { continue }
      if label != 0 { spans.append(start..<index + 1) }
      open = nil
    }
    return spans
  }

  /// Whether the labels are better than none by themselves, and not only because of what stands around them.
  private static func isLikely(_ scores: ArraySlice<SIMD16<Int16>>, _ labels: ArraySlice<UInt8>) -> Bool {
    let margins = zip(scores, labels).map { Int($0[Int($1)]) - Int($0[0]) }
    return margins.reduce(0, +) > marginMeanMin * margins.count
  }

  /// A quarter of a natural logarithm: below it precision falls and no name more is found.
  private static let marginMeanMin = 8

  /// How far the weakest token of a span is from being outside.
  private static func confidence(_ scores: ArraySlice<SIMD16<Int16>>, _ labels: ArraySlice<UInt8>) -> Float {
    let margins = zip(scores, labels).map { Int($0[Int($1)]) - Int($0[0]) }
    let weakest = Float(max(0, min(marginMax, margins.min() ?? 0)))
    return Candidate.scoreMin + 0.45 * weakest / Float(marginMax)
  }

  /// Units of 1/32 of a natural logarithm beyond which a label is as sure as it gets.
  private static let marginMax = 160
}

/// What the labels of each kind gain before the best path is chosen, in 1/32 of a natural logarithm: an identifier that
/// is missed costs more than a word that is masked.
struct TaggerBias: Sendable {
  let latin: SIMD16<Int16>
  let han: SIMD16<Int16>

  static let zero = TaggerBias(latin: (0, 0, 0), han: (0, 0, 0))
  /// Chosen on the reference sets: beyond these, each point of recall costs several of precision.
  static let recall = TaggerBias(latin: (30, 20, 14), han: (34, 20, 10))

  /// The gains of NAME, LOCATION and ORG.
  private init(latin: (Int16, Int16, Int16), han: (Int16, Int16, Int16)) {
    self.latin = Self.lanes(latin)
    self.han = Self.lanes(han)
  }

  private static func lanes(_ gains: (Int16, Int16, Int16)) -> SIMD16<Int16> {
    var lanes = SIMD16<Int16>.zero
    for label in 1..<TaggerModel.labels { lanes[label] = [gains.0, gains.1, gains.2][(label - 1) / 4] }
    return lanes
  }
}
