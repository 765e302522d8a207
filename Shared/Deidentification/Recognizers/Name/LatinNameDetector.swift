/// Names of people in Latin script: after titles and cues, and by given names and surnames.
///
/// Each run of capitalised words is weighed by the evidence for a person; a run after a word that names a disease, a
/// place or a body counts less. Cues outweigh lists: any capitalised word after "Mr" is a name.
struct LatinNameDetector {
  private let words: LatinWords
  private var found: [Candidate] = []

  /// The recognizer of names that no word announces: they are doubted as those of the tagger are.
  static let uncuedName = "name-latin"

  /// Linear in the text.
  static func candidates(in words: LatinWords) -> [Candidate] {
    var detector = LatinNameDetector(words: words)
    detector.scan()
    return detector.found
  }

  private init(words: LatinWords) { self.words = words }

  private mutating func scan() {
    var index = 0
    while index < words.words.count {
      // Most words are small and cue nothing.
      guard words.words[index].isCapitalised || !words.words[index].classes.isDisjoint(with: Self.cueClasses) else {
        index += 1
        continue
      }
      let cue = cue(at: index)
      let start = cue == .none ? index : index + 1
      if start < words.words.count, let run = run(from: start, after: cue) {
        consider(run, after: cue)
        index = max(run.upperBound, index + 1)
      } else {
        index += 1
      }
    }
  }

  /// Of words that announce a name however they are written.
  private static let cueClasses: WordClasses = [.roleCue, .selfNaming]

  private mutating func consider(_ run: Range<Int>, after cue: Cue) {
    let score = cue.weight + weight(of: run) + eponymWeight(run, after: cue)
    guard score >= Candidate.scoreMin, let last = run.last else { return }
    let range = start(of: run, after: cue)..<endWithInitial(last)
    found.append(Candidate(range: range, kind: .name, score: min(score, 0.99), recognizer: cue.name))
  }

  /// "Mr", "Mrs" and "Dr" tell gender and rank: they are hidden with the name.
  private func start(of run: Range<Int>, after cue: Cue) -> Int {
    words.words[cue == .title ? run.lowerBound - 1 : run.lowerBound].range.lowerBound
  }

  /// A full stop after an initial belongs to the name: "Jane D.".
  private func endWithInitial(_ last: Int) -> Int {
    let end = words.words[last].range.upperBound
    return isInitial(last) ? end + 1 : end
  }
}

// MARK: Cues

extension LatinNameDetector {
  private enum Cue {
    case none, title, role, strong

    var weight: Float {
      switch self {
      case .none: 0
      case .role: 0.3
      case .title, .strong: 0.7
      }
    }

    var name: String {
      switch self {
      case .none: LatinNameDetector.uncuedName
      case .title: "name-after-title"
      case .role, .strong: "name-after-cue"
      }
    }
  }

  /// What the word before a possible name says; `.none` too when what lies between ends a sentence.
  private func cue(at index: Int) -> Cue {
    guard index + 1 < words.words.count else { return .none }
    let word = words.words[index]
    let gap = words.gap(after: index)
    if word.classes.contains(.title), word.isCapitalised, isTitleGap(gap) { return .title }
    guard !word.classes.isDisjoint(with: Self.cueClasses), isCueGap(gap) else { return .none }
    if word.classes.contains(.roleCue) {
      let isAssigned = gap.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }
      return isAssigned || word.classes.contains(.strongCue) || isSelfNaming(index) ? .strong : .role
    }
    return isSelfNaming(index) ? .strong : .none
  }

  private func isTitleGap(_ gap: ArraySlice<UInt8>) -> Bool {
    gap.elementsEqual(" ".utf8) || gap.elementsEqual(". ".utf8) || gap.elementsEqual(".".utf8)
  }

  private func isCueGap(_ gap: ArraySlice<UInt8>) -> Bool {
    gap.count <= 4 && gap.allSatisfy { " :,(\"'#=-\t|/".utf8.contains($0) }
  }

  /// "my name is", "I am", "I have known": the words before say that a name follows.
  private func isSelfNaming(_ index: Int) -> Bool {
    let before = index > 0 ? words.words[index - 1].hash : 0
    return switch words.words[index].hash {
    case Self.isHash: before == Self.nameHash || before == Self.thisHash
    case Self.amHash: before == Self.iHash
    case Self.contractedHash: true
    case Self.knownHash: Self.haveHashes.contains(before)
    default: false
    }
  }

  private static let isHash = WordSet.hash("is".utf8)
  private static let amHash = WordSet.hash("am".utf8)
  private static let iHash = WordSet.hash("i".utf8)
  private static let contractedHash = WordSet.hash("i'm".utf8)
  private static let knownHash = WordSet.hash("known".utf8)
  private static let haveHashes = ["have", "has", "had", "i've", "we've"].map { WordSet.hash($0.utf8) }
  private static let nameHash = WordSet.hash("name".utf8)
  private static let thisHash = WordSet.hash("this".utf8)
}

// MARK: Runs

extension LatinNameDetector {
  /// Words of one name; the longest names of forms have six parts with particles.
  private static let runWordsMax = 6

  /// The words from `start` that may make one name; nil when the first can not begin one.
  private func run(from start: Int, after cue: Cue) -> Range<Int>? {
    guard canBegin(start, after: cue) else { return nil }
    var end = start + 1
    while end < words.words.count, end - start < Self.runWordsMax, let next = extended(end, from: start) { end = next }
    return start..<end
  }

  private func canBegin(_ index: Int, after cue: Cue) -> Bool {
    let word = words.words[index]
    if isInitial(index) { return cue == .title }
    if word.isCapitalised, cue == .title { return !word.classes.contains(.function) }
    if word.isCapitalised { return !isOrdinary(index) && !isAcronym(index) }
    // People write their own names small, so a known name after "my name is" counts.
    return cue == .strong && word.classes.contains(.givenName)
  }

  /// Common words, except those that are also given names with a surname behind.
  private func isOrdinary(_ index: Int) -> Bool {
    guard !words.words[index].classes.isDisjoint(with: [.common, .title]) else { return false }
    return !(isGiven(index) && hasSurname(after: index))
  }

  private func hasSurname(after index: Int) -> Bool {
    guard index + 1 < words.words.count, words.gap(after: index).elementsEqual(" ".utf8) else { return false }
    let next = words.words[index + 1]
    return next.isCapitalised && (next.classes.contains(.surname) || !next.classes.contains(.common))
  }

  /// All capitals and in no list of names: "HTN", "MRI".
  private func isAcronym(_ index: Int) -> Bool {
    let word = words.words[index]
    return word.isUppercase && !isGiven(index) && !word.classes.contains(.surname)
  }

  /// The index after the word at `index`, or after a particle and its word, when they go on with the name.
  private func extended(_ index: Int, from start: Int) -> Int? {
    guard isNameGap(words.gap(after: index - 1), after: index - 1) else { return nil }
    if isPart(index, of: start) { return index + 1 }
    guard words.words[index].classes.contains(.particle) else { return nil }
    // Up to two particles ("van der") before the word they belong to.
    for next in (index + 1)...(index + 2)
    where next < words.words.count && words.gap(after: next - 1).elementsEqual(" ".utf8) {
      if isPart(next, of: start) { return next + 1 }
      guard words.words[next].classes.contains(.particle) else { return nil }
    }
    return nil
  }

  private func isPart(_ index: Int, of start: Int) -> Bool {
    let word = words.words[index]
    let isSmallTwin = !words.words[start].isCapitalised && word.classes.contains(.surname)
    guard word.isCapitalised || isSmallTwin else { return false }
    if isInitial(index) { return true }
    if word.classes.contains(.nonPersonHead) {
      return word.classes.contains(.surname) && index == start + 1 && !isFollowedByHead(index)
    }
    // An acronym after a mixed-case word ends the name, as the shapes differ: "John Smith MD".
    if word.isUppercase, !words.words[start].isUppercase { return false }
    return !word.classes.contains(.common) || word.classes.contains(.surname)
  }

  private func isFollowedByHead(_ index: Int) -> Bool {
    index + 1 < words.words.count && words.gap(after: index).elementsEqual(" ".utf8)
      && words.words[index + 1].classes.contains(.nonPersonHead)
  }

  private func isNameGap(_ gap: ArraySlice<UInt8>, after index: Int) -> Bool {
    if gap.elementsEqual(" ".utf8) || gap.elementsEqual("/".utf8) && words.words[index].isUppercase
      || gap.elementsEqual("^".utf8)
    {
      return true
    }
    return words.words[index].range.count == 1 && (gap.elementsEqual(". ".utf8) || gap.elementsEqual(".".utf8))
  }

  /// A capital with a full stop: "A." is no article.
  private func isInitial(_ index: Int) -> Bool {
    let word = words.words[index]
    return word.isCapitalised && word.range.count == 1
      && words.text.bytes[word.range.upperBound...].first == UInt8(ascii: ".")
  }

  private func isGiven(_ index: Int) -> Bool {
    if !words.words[index].classes.isDisjoint(with: [.givenName, .ambiguousGivenName]) { return true }
    // "Mary-Ann": the part before the hyphen is known.
    let bytes = words.bytes(index)
    guard let hyphen = bytes.firstIndex(of: UInt8(ascii: "-")) else { return false }
    return Lexicon.givenNames.contains(bytes[..<hyphen])
  }
}

// MARK: Evidence

extension LatinNameDetector {
  private func weight(of run: Range<Int>) -> Float {
    givenWeight(run) + surnameWeight(run) + shapeWeight(run) + contextWeight(run)
  }

  private func givenWeight(_ run: Range<Int>) -> Float {
    guard isGiven(run.lowerBound) else { return 0 }
    return words.words[run.lowerBound].classes.contains(.ambiguousGivenName) ? 0.2 : 0.55
  }

  private func surnameWeight(_ run: Range<Int>) -> Float {
    guard let last = run.last, words.words[last].classes.contains(.surname) else { return 0 }
    return run.count > 1 ? 0.35 : 0.15
  }

  /// Two or more words, none of them ordinary, or an initial among them, look like a name even when in no list.
  private func shapeWeight(_ run: Range<Int>) -> Float {
    if run.count == 1 { return 0.1 }
    let hasInitial = run.contains { words.words[$0].range.count == 1 }
    let isUnknown = isProse(run) && run.allSatisfy { !words.isCommon($0) && !isDerived($0) }
    return (isUnknown ? 0.4 : 0.15) + (hasInitial ? 0.2 : 0) + (run.count <= 3 ? 0.1 : 0)
  }

  /// An ending of English nouns and adjectives: "Voluntary Conversion" is in no list and no person.
  private func isDerived(_ index: Int) -> Bool {
    let word = words.bytes(index)
    return word.count > 4 && Self.endingBytes.contains { Self.derivedEndings.contains(word.suffix($0)) }
  }

  private static let endingBytes = 2...5
  private static let derivedEndings = WordSet(
    """
    tion tions sion sions ment ments ing ings ity ities ness ance ances ence ences ship ive ives ary ory ous able ible ism
    ics ogy ogies ies al als ed ure ures phy tic ful less ent ents ate ates est age ages ers ors line ware tech soft net
    land lands side house board book books point
    """)

  /// Mixed case and two to four words of some length, as people's names are written in running text.
  private func isProse(_ run: Range<Int>) -> Bool {
    run.count <= 4 && run.allSatisfy { !words.words[$0].isUppercase }
  }

  /// A verb that only people do: "Zak shouted".
  private func isActing(_ last: Int) -> Bool {
    guard last + 1 < words.words.count, words.gap(after: last).elementsEqual(" ".utf8) else { return false }
    return words.words[last + 1].classes.contains(.personVerb)
  }

  /// A medical eponym speaks against a person, unless a given name or, for a name of several words, a cue speaks for one.
  private func eponymWeight(_ run: Range<Int>, after cue: Cue) -> Float {
    guard run.contains(where: { words.words[$0].classes.contains(.eponym) }) else { return 0 }
    return run.count > 1 && (cue != .none || isGiven(run.lowerBound)) ? 0 : -0.7
  }

  private func contextWeight(_ run: Range<Int>) -> Float {
    guard let last = run.last else { return 0 }
    var weight: Float = 0
    if last + 1 < words.words.count, words.gap(after: last).elementsEqual(" ".utf8) || isPossessive(last) {
      let next = words.words[last + 1]
      if next.classes.contains(.eponymHead) { weight -= 0.8 }
      if next.classes.contains(.nonPersonHead), next.isCapitalised { weight -= 0.5 }
    }
    let name = words.words[run.lowerBound].range.lowerBound..<words.words[last].range.upperBound
    let mayBeCity = words.words[run.lowerBound].classes.contains(.cityStart)
    if mayBeCity, Lexicon.cities.contains(words.text.bytes[name]) { weight -= 0.5 }
    if isPlace(before: run.lowerBound), run.count == 1 { weight -= 0.3 }
    return weight + (hasCredential(after: last) ? 0.4 : 0) + (isActing(last) ? 0.4 : 0)
      + (isSalutation(run) ? 0.4 : 0)
  }

  /// "Ed," as the first line of a letter.
  private func isSalutation(_ run: Range<Int>) -> Bool {
    guard run == 0..<1, words.words[0].range.lowerBound == 0 else { return false }
    let rest = words.text.bytes[words.words[0].range.upperBound...]
    guard rest.first == UInt8(ascii: ","), !Self.closings.contains(hash: words.words[0].hash) else { return false }
    return rest.dropFirst().first { $0 != 0x20 }.map { $0 == 0x0a } ?? true
  }

  /// What else stands alone before a comma in letters.
  private static let closings = WordSet(
    """
    thanks regards sincerely cheers best hello hi hey dear greetings yours love respectfully cordially warmly truly kindly
    all everyone team folks guys friends colleagues sir madam doctor anyway ok okay yes no well so please congratulations
    """)

  private func isPossessive(_ index: Int) -> Bool {
    words.text.bytes[words.words[index].range.upperBound...].starts(with: "'s ".utf8)
  }

  private func isPlace(before index: Int) -> Bool {
    index > 0 && words.words[index - 1].classes.contains(.placePreposition)
  }

  /// ", MD", " RN", ", 52 yo": what follows only people.
  private func hasCredential(after index: Int) -> Bool {
    let end = words.words[index].range.upperBound
    let after = words.text.bytes[end..<min(end + 8, words.text.bytes.count)]
    let rest = after.drop { ", (".utf8.contains($0) }
    guard rest.count < after.count else { return false }
    let word = rest.prefix { $0.isASCIILetter || $0 == UInt8(ascii: ".") }
    if let first = word.first, first.isASCIIUppercase, Self.credentials.contains(where: { word.elementsEqual($0) }) {
      return true
    }
    return rest.prefix { $0.isASCIIDigit }.count == 2 && after.first == UInt8(ascii: ",")
  }

  private static let credentials = [
    "MD", "M.D.", "DO", "RN", "NP", "PA", "PhD", "Ph.D.", "DDS", "LPN", "FNP", "PharmD", "Esq", "Jr", "Sr",
    "III",
  ].map { Array($0.utf8) }
}
