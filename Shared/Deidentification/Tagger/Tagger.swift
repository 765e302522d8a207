/// Finds names of people, places and organisations in running text, English, Chinese and mixed.
///
/// A linear-chain model over words and Chinese characters, trained by `Services/Trainer/NameTagger`.
/// Source: Lafferty, McCallum, Pereira, "Conditional Random Fields" (ICML 2001).
struct Tagger: Sendable {
  private let model: TaggerModel
  private let bias: TaggerBias
  private let isWindowed: Bool
  private let isRefined: Bool

  /// With the weights that are linked into the executable. Throws when these cannot be used.
  init(bias: TaggerBias = .recall, isWindowed: Bool = true, isRefined: Bool = true) throws(DeidentificationError) {
    self.init(try .linked(), bias: bias, isWindowed: isWindowed, isRefined: isRefined)
  }

  /// `isWindowed`: only what the gate lets through is looked at. `isRefined`: what is no part of a name is cut off, and
  /// unlikely names are dropped; without it the spans are those of the trainer.
  init(_ model: TaggerModel, bias: TaggerBias = .recall, isWindowed: Bool = true, isRefined: Bool = true) {
    self.model = model
    self.bias = bias
    self.isWindowed = isWindowed
    self.isRefined = isRefined
  }

  /// As a recognizer.
  static let name = "tagger"

  /// The kinds that labels stand for, in their order.
  static let kinds: [EntityKind] = [.name, .location, .organisation]

  /// Linear in the text.
  func candidates(in text: NormalisedText) -> [Candidate] {
    text.bytes.withUnsafeBufferPointer { bytes in
      let tagged = TaggerText(bytes, model)
      return tagged.tokens.withUnsafeBufferPointer { tokens in
        let features = TaggerFeatures(model, bytes, tokens)
        let runs = isWindowed ? TaggerWindows.of(tokens, in: tagged.range, model.gate) : [tagged.range]
        return runs.flatMap { candidates($0, tokens, features) }
      }
    }
  }

  /// Whether the lexicon knows the bytes as a word of the language, and not only as a name.
  func isWord(_ bytes: ArraySlice<UInt8>) -> Bool {
    let hash = bytes.withUnsafeBufferPointer { TaggerHash.bytes($0, 0..<$0.count) }
    let value = model.lexicon.value(hash)
    if let first = bytes.first, first >= 0xe3 { return value & TaggerLexical.hanWord != 0 }
    return TaggerLexical(value).frequency == 3 && !TaggerLexical(value).isCommonName
  }

  /// Whether the lexicon has the bytes, in Latin script, in a short list of given names or surnames.
  func isCommonName(_ bytes: ArraySlice<UInt8>) -> Bool {
    let hash = bytes.withUnsafeBufferPointer { TaggerHash.bytes($0, 0..<$0.count) }
    return TaggerLexical(model.lexicon.value(hash)).isCommonName
  }

  /// Whether the lexicon knows the bytes, in Latin script, as a word of drugs and diseases and not as a common name.
  func isTerm(_ bytes: ArraySlice<UInt8>) -> Bool {
    let hash = bytes.withUnsafeBufferPointer { TaggerHash.bytes($0, 0..<$0.count) }
    let entry = TaggerLexical(model.lexicon.value(hash))
    return entry.isTerm && !entry.isCommonName
  }

  /// As ``isTerm(_:)``, of words that few texts have but clinical ones.
  func isRareTerm(_ bytes: ArraySlice<UInt8>) -> Bool {
    let hash = bytes.withUnsafeBufferPointer { TaggerHash.bytes($0, 0..<$0.count) }
    let entry = TaggerLexical(model.lexicon.value(hash))
    return entry.isTerm && !entry.isCommonName && entry.frequency < 2
  }
}

// MARK: One window

extension Tagger {
  private func candidates(
    _ range: Range<Int>, _ tokens: UnsafeBufferPointer<TaggerToken>, _ features: TaggerFeatures
  ) -> [Candidate] {
    guard !range.isEmpty else { return [] }
    return withUnsafeTemporaryAllocation(of: LabelScores.self, capacity: range.count) { scores in
      features.score(range, into: scores)
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * range.count) { memory in
        let (labels, scripts) = (memory.extracting(..<range.count), memory.extracting(range.count...))
        for (index, token) in range.enumerated() {
          scores[index] &+= tokens[token].isHan ? bias.han : bias.latin
          scripts[index] = tokens[token].isHan ? 1 : 0
        }
        let scores = UnsafeBufferPointer(scores)
        model.decoder.decode(scores, scripts: UnsafeBufferPointer(scripts), into: labels)
        return spans(UnsafeBufferPointer(labels)).compactMap {
          candidate($0, in: tokens.extracting(range), UnsafeBufferPointer(labels), scores)
        }
      }
    }
  }

  /// A span of a window, whose tokens, labels and scores are given.
  private func candidate(
    _ span: Range<Int>, in window: UnsafeBufferPointer<TaggerToken>, _ labels: UnsafeBufferPointer<UInt8>,
    _ scores: UnsafeBufferPointer<LabelScores>
  ) -> Candidate? {
    let kind = (Int(labels[span.lowerBound]) - 1) / 4
    let margins = span.map { Self.margin(scores[$0], kind) }
    let likely = Self.likely(margins, span.map { Self.isEdge(window[$0]) }, isCut: Self.kinds[kind] == .name)
    guard let kept = isRefined ? likely : margins.indices else { return nil }
    let first = window[span.lowerBound + kept.lowerBound]
    let last = window[span.lowerBound + kept.upperBound - 1]
    return Candidate(
      range: Int(first.start)..<Int(last.end), kind: Self.kinds[kind], score: Self.confidence(margins[kept]),
      recognizer: Self.name)
  }

  /// Whether a name may begin or end with the token: not with punctuation, nor with a frequent word in small letters
  /// among words that have capitals.
  private static func isEdge(_ token: TaggerToken) -> Bool {
    guard token.kind != .other, token.kind != .newline else { return false }
    let lexical = TaggerLexical(token.lexical)
    let isSmall = token.shape & 15 == TaggerShape.lower && token.shape >> 4 != TaggerShape.lowerLine
    return token.kind != .word || !isSmall || lexical.frequency < 2 || lexical.isCommonName
  }

  /// Runs of labels from a beginning to its end.
  private func spans(_ labels: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
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

  /// How much better the best label of a kind is than none, by the token's own features.
  private static func margin(_ scores: SIMD16<Int16>, _ kind: Int) -> Int {
    let best = (1 + 4 * kind...4 + 4 * kind).map { scores[$0] }.max()!
    return Int(best) - Int(scores[0])
  }

  /// The part of a span that is a name by itself, and not only because of what stands around it; nil when none is.
  private static func likely(_ margins: [Int], _ edges: [Bool], isCut: Bool) -> Range<Int>? {
    guard let first = edges.firstIndex(of: true), let last = edges.lastIndex(of: true) else { return nil }
    let kept = isCut ? first..<last + 1 : margins.indices
    return margins[kept].reduce(0, +) > marginMeanMin * kept.count ? kept : nil
  }

  /// A quarter of a natural logarithm: below it precision falls and no name more is found.
  private static let marginMeanMin = 8

  /// How far the weakest token of a span is from being outside.
  private static func confidence(_ margins: ArraySlice<Int>) -> Float {
    let weakest = Float(max(0, min(marginMax, margins.min() ?? 0)))
    return Candidate.scoreMin + 0.45 * weakest / Float(marginMax)
  }

  /// Units of 1/32 of a natural logarithm beyond which a label is as sure as it gets.
  private static let marginMax = 160
}

/// What the labels of each kind gain before the best path is chosen, in 1/32 of a natural logarithm: an identifier that
/// is missed costs more than a word that is masked.
struct TaggerBias: Sendable {
  let latin: LabelScores
  let han: LabelScores

  /// Of the labels that begin a name, and of those that go on with it: what a long span gains for each of its tokens adds
  /// up, and would draw the words beside a name into it.
  private typealias Gain = (begin: Int16, inside: Int16)

  static let zero = TaggerBias(latin: [], han: [])
  /// Of NAME, LOCATION and ORG. Chosen on the reference sets: beyond these, each point of recall costs several of
  /// precision.
  static let recall = TaggerBias(latin: [(42, 24), (30, 18), (28, 12)], han: [(54, 40), (26, 26), (14, 14)])

  private init(latin: [Gain], han: [Gain]) {
    self.latin = Self.lanes(latin)
    self.han = Self.lanes(han)
  }

  private static func lanes(_ gains: [Gain]) -> LabelScores {
    var lanes = LabelScores.zero
    for (kind, gain) in gains.enumerated() {
      let first = 1 + 4 * kind
      for label in first..<first + 4 { lanes[label] = TaggerDecoder.continues(label) ? gain.inside : gain.begin }
    }
    return lanes
  }
}
