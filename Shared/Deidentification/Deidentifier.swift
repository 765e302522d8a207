/// Finds identifiers in English and Chinese text and puts typed surrogates in their place.
///
/// All recognizers run over one normalised text; one resolver decides over all of them; a second look finds the names
/// of the document and of the conversation again wherever they stand. Safe to share between threads.
public struct Deidentifier: Sendable {
  private let patterns: PatternDetector
  private let kinds: Set<EntityKind>
  private let operators: OperatorTable

  /// Compiles the recognizers. Throws when a custom pattern is not valid RE2.
  public init(_ options: DeidentificationOptions = .init()) throws(DeidentificationError) {
    patterns = try PatternDetector(Recognizer.all + options.custom.map(Recognizer.init(custom:)))
    kinds = options.kinds
    operators = options.operators
  }

  /// The map grows with new identifiers; the same identifier always gets the same surrogate. Linear in the text.
  ///
  /// Throws when any search failed or an operator lacks its key; the text must then be refused, because it was not
  /// fully inspected or not rewritten.
  public func deidentify(_ text: IdentifiedText, into map: inout SurrogateMap) throws(DeidentificationError)
    -> Deidentification
  {
    let normalised = NormalisedText(text.value)
    let first = Resolver.resolve(try candidates(in: normalised), in: normalised)
    let spans = Resolver.resolve(first + repeatedNames(in: normalised, found: first, known: map), in: normalised)
    return try Rewriter.rewrite(normalised, replacing: spans, with: operators, into: &map)
  }

  private func candidates(in text: NormalisedText) throws(DeidentificationError) -> [Candidate] {
    let words = LatinWords(text)
    let found =
      try patterns.candidates(in: text) + LatinNameDetector.candidates(in: words)
      + CityDetector.candidates(in: words) + ideographicCandidates(in: text)
    return found.filter { kinds.contains($0.kind) }
  }

  private func ideographicCandidates(in text: NormalisedText) -> [Candidate] {
    // Lead bytes of the Han blocks: text without them costs one scan.
    guard text.bytes.contains(where: { (0xe3...0xe9).contains($0) }) else { return [] }
    let scalars = ScalarText(text)
    return ChineseNameDetector.candidates(in: scalars) + ChineseAddressDetector.candidates(in: scalars)
  }

  private func repeatedNames(in text: NormalisedText, found: [Candidate], known: SurrogateMap) -> [Candidate] {
    guard kinds.contains(.name) else { return [] }
    let names = found.filter { $0.kind == .name }.map { String(decoding: text.bytes[$0.range], as: UTF8.self) }
    return NameDictionary(names + known.texts(of: .name)).candidates(in: text)
  }
}

/// A de-identified text with what was found in it.
public struct Deidentification: Sendable {
  public var text: DeidentifiedText
  /// In the order of the text, without overlaps.
  public var spans: [EntitySpan]
  /// Spans of each kind.
  public var counts: [EntityKind: Int] { Dictionary(spans.map { ($0.kind, 1) }, uniquingKeysWith: +) }
}
