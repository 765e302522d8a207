/// Finds identifiers in English and Chinese text and puts typed surrogates in their place.
///
/// All recognizers run over one normalised text; one resolver decides over all of them; a second look finds the names
/// of the document and of the conversation again wherever they stand. Safe to share between threads.
public struct Deidentifier: Sendable {
  private let patterns: PatternDetector
  private let tagger: Tagger
  private let kinds: EntityKinds
  private let hasPersonalTimes: Bool
  private let operators: OperatorTable

  /// Compiles the recognizers. Throws when a custom pattern is not valid RE2 or the tagger's weights cannot be used.
  public init(_ options: DeidentificationOptions = .init()) throws(DeidentificationError) {
    patterns = try PatternDetector(Recognizer.all + options.custom.map(Recognizer.init(custom:)))
    tagger = try Tagger()
    kinds = EntityKinds(options.kinds)
    hasPersonalTimes = options.personalTimes
    operators = options.operators
  }

  /// The map grows with new identifiers; the same identifier always gets the same surrogate. Linear in the text.
  ///
  /// - Parameter field: the name of the field or column that the text is the value of, such as "patient" or "身份证号":
  ///   it says what the value is, whatever it looks like.
  /// - Throws: when any search failed or an operator lacks its key; the text must then be refused, because it was not
  ///   fully inspected or not rewritten.
  public func deidentify(_ text: IdentifiedText, inField field: String? = nil, into map: inout SurrogateMap)
    throws(DeidentificationError) -> Deidentification
  {
    let normalised = NormalisedText(text.value)
    let words = LatinWords(normalised)
    let named = field.map { FieldDetector.candidates(in: normalised, asValueOf: $0) } ?? []
    var found = try candidates(in: words) + named.filter { kinds.contains($0.kind) }
    let times = PersonalTimes.taken(from: &found)
    let first = Resolver.resolve(found, in: normalised)
    map.prepareForText(tagger)
    let again = repeatedNames(in: words, found: first) + map.names.candidates(in: words)
    var all = Resolver.adding(again.filter { kinds.contains($0.kind) }, to: first, in: normalised)
    if hasPersonalTimes {
      let told = PersonalTimes.told(times, beside: all, in: normalised, tagger).filter { kinds.contains($0.kind) }
      if !told.isEmpty { all = Resolver.resolve(all + told, in: normalised) }
    }
    let firms = FirmNames.joined(TitledSurname.widened(all, in: normalised), in: normalised)
    let spans = AddressNumbers.widened(firms, in: normalised)
    return try Rewriter.rewrite(normalised, replacing: spans, with: operators, into: &map)
  }

  private func candidates(in words: LatinWords) throws(DeidentificationError) -> [Candidate] {
    let text = words.text
    var found = LatinNameDetector.candidates(in: words)
    found.reserveCapacity(Self.candidatesExpected)
    found.removeAll {
      $0.recognizer == LatinNameDetector.uncuedName && (isVetoed($0, in: text) || TermVeto.isTerm($0, in: text, tagger))
    }
    for candidate in tagger.candidates(in: text) + CityDetector.candidates(in: words) {
      let trimmed = TransliteratedCity.placed(SmallWords.trimmed(candidate, in: text, tagger), in: text)
      if !trimmed.range.isEmpty, !isVetoed(trimmed, in: text) { found.append(trimmed) }
    }
    let fields = MessageFields(text)
    found.removeAll { fields.excludes($0.range) }
    found += try patterns.candidates(in: text)
    found += CheckedNumberDetector.candidates(in: text)
    found += try DisguiseDetector(patterns: patterns).candidates(in: text)
    found += FieldDetector.candidates(in: text)
    found += ideographicCandidates(in: text)
    let authors = AuthorVeto.authors(of: found, in: text)
    found.removeAll { candidate in
      !kinds.contains(candidate.kind) || authors.contains { $0.contains(candidate.range) }
        || StateVeto.isState(candidate, in: text, tagger)
    }
    return found
  }

  /// What most texts have at most: room for them is taken once.
  private static let candidatesExpected = 32

  /// Whether what was found without a cue names no one.
  private func isVetoed(_ candidate: Candidate, in text: NormalisedText) -> Bool {
    EponymVeto.isEponym(candidate, in: text) || PublicTermVeto.isPublicTerm(candidate, in: text)
      || OrdinaryVeto.isOrdinary(candidate, in: text) || LabelVeto.isLabel(candidate, in: text)
  }

  private func ideographicCandidates(in text: NormalisedText) -> [Candidate] {
    // Lead bytes of the Han blocks: text without them costs one scan.
    guard text.bytes.contains(where: { (0xe3...0xe9).contains($0) }) else { return [] }
    let scalars = ScalarText(text)
    return ChineseNameDetector.candidates(in: scalars) + ChineseAddressDetector.candidates(in: scalars)
  }

  private func repeatedNames(in words: LatinWords, found: [Candidate]) -> [Candidate] {
    let sure = found.filter { Self.repeatedKinds.contains($0.kind) && $0.score >= Self.repeatedScoreMin }
    return NameDictionary(sure, in: words, tagger).candidates(in: words)
  }

  private static let repeatedKinds = EntityKinds([.name, .location, .organisation])

  /// Confidence from which a name is looked for in the rest of the document: a doubtful one would spread its fault.
  private static let repeatedScoreMin: Float = 0.6
}

/// A de-identified text with what was found in it.
public struct Deidentification: Sendable {
  public var text: DeidentifiedText
  /// In the order of the text, without overlaps.
  public var spans: [EntitySpan]
  /// Spans of each kind.
  public var counts: [EntityKind: Int] { Dictionary(spans.map { ($0.kind, 1) }, uniquingKeysWith: +) }
}
