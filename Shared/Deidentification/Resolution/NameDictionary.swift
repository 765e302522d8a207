/// The names of a document and its conversation, found again wherever they stand: people whole and in part, places and
/// organisations whole.
///
/// Source: the second pass of document-level consistency, as in Finkel, Grenager, Manning (ACL 2005), section 4.
struct NameDictionary {
  /// A name and what it names.
  typealias Entry = SurrogateMap.Identifier

  private var latinParts = Set<UInt64>()
  private var phrases = PhraseIndex()

  init() {}

  init(_ entries: [Entry], _ tagger: Tagger) {
    var seen = Set<Entry>()
    for entry in entries where seen.insert(entry).inserted { add(entry, tagger) }
  }

  /// The tagger's lexicon knows which names are words too; entries of other kinds are left out.
  mutating func add(_ entry: Entry, _ tagger: Tagger) {
    let bytes = Array(entry.text.utf8)
    switch entry.kind {
    case .name where bytes.first.map({ $0 < 0xe3 }) == true: addLatin(entry.text)
    case .name: addIdeographic(bytes, tagger)
    case .location, .organisation: addWhole(bytes, entry.kind, tagger)
    default: break
    }
  }

  /// Linear in the text.
  func candidates(in words: LatinWords) -> [Candidate] {
    latinCandidates(in: words) + phrases.candidates(in: words.text)
  }
}

// MARK: What is looked for

extension NameDictionary {
  /// Letters of a part below which it is as likely a word.
  private static let partBytesMin = 3
  /// Bytes of a Chinese character.
  private static let ideographBytes = 3

  private mutating func addLatin(_ name: String) {
    for part in LatinWords(NormalisedText(name)).words {
      let isKnown = !part.classes.isDisjoint(with: [.common, .particle, .title])
      if part.range.count >= Self.partBytesMin, !isKnown { latinParts.insert(part.hash) }
    }
  }

  /// The whole of it, the parts between dots, and the given name of a full Chinese name.
  private mutating func addIdeographic(_ name: [UInt8], _ tagger: Tagger) {
    addPart(name[...], tagger)
    for part in String(decoding: name, as: UTF8.self).split(separator: "·") { addPart(Array(part.utf8)[...], tagger) }
    if name.count == 3 * Self.ideographBytes { addPart(name.suffix(2 * Self.ideographBytes), tagger) }
  }

  /// Two characters and more, and no word of the language: one character alone is mostly another word.
  private mutating func addPart(_ part: ArraySlice<UInt8>, _ tagger: Tagger) {
    guard part.count >= 2 * Self.ideographBytes, !tagger.isWord(part) else { return }
    phrases.insert(Array(part), .name)
  }

  private mutating func addWhole(_ name: [UInt8], _ kind: EntityKind, _ tagger: Tagger) {
    guard name.count >= 3, !tagger.isWord(name[...]), !Lexicon.commonWords.contains(name) else { return }
    phrases.insert(name, kind)
  }
}

// MARK: Where it stands

extension NameDictionary {
  private func latinCandidates(in words: LatinWords) -> [Candidate] {
    guard !latinParts.isEmpty else { return [] }
    return words.words.indices.filter { isPart($0, words) }.map {
      Candidate(range: withInitials($0, words), kind: .name, score: 0.8, recognizer: "name-repeated")
    }
  }

  private func isPart(_ index: Int, _ words: LatinWords) -> Bool {
    let word = words.words[index]
    guard word.isCapitalised, latinParts.contains(word.hash) else { return false }
    guard index + 1 < words.words.count else { return true }
    // "Parkinson" the patient does not make a name of "Parkinson's disease".
    return !words.words[index + 1].classes.contains(.eponymHead)
      || words.gap(after: index).contains(UInt8(ascii: "."))
  }

  /// "J. R. Vance" where "Vance" is known.
  private func withInitials(_ index: Int, _ words: LatinWords) -> Range<Int> {
    var first = index
    while first > 0, words.words[first - 1].range.count == 1, words.words[first - 1].isCapitalised,
      [". ", "."].contains(where: { words.gap(after: first - 1).elementsEqual($0.utf8) })
    { first -= 1 }
    return words.words[first].range.lowerBound..<words.words[index].range.upperBound
  }
}

/// Phrases found again by their bytes.
struct PhraseIndex {
  private var kinds: [[UInt8]: EntityKind] = [:]
  /// Bytes of the phrases with the same first three, a Chinese character, the longest first.
  private var lengths: [UInt32: [Int]] = [:]
  /// A Bloom filter of the first three bytes: most positions cost one look at it.
  private var firsts: [UInt64] = []

  /// `bytes` has at least three. The first kind of a phrase is kept.
  mutating func insert(_ bytes: [UInt8], _ kind: EntityKind) {
    guard kinds[bytes] == nil else { return }
    kinds[bytes] = kind
    let key = Self.key(bytes, at: 0)
    if firsts.isEmpty { firsts = [UInt64](repeating: 0, count: 16) }
    firsts[Self.word(key)] |= Self.bit(key)
    let known = lengths[key] ?? []
    guard !known.contains(bytes.count) else { return }
    lengths[key] = (known + [bytes.count]).sorted(by: >)
  }

  /// The longest phrase at each place, as a whole word. O(text × lengths of phrases with one beginning).
  func candidates(in text: NormalisedText) -> [Candidate] {
    guard !kinds.isEmpty, text.bytes.count >= 3 else { return [] }
    var found: [Candidate] = []
    for start in 0...(text.bytes.count - 3) {
      let key = Self.key(text.bytes, at: start)
      guard firsts[Self.word(key)] & Self.bit(key) != 0, let lengths = lengths[key] else { continue }
      guard let (end, kind) = lengths.lazy.compactMap({ phrase(at: start, $0, text) }).first else { continue }
      found.append(
        Candidate(
          range: start..<end, kind: kind, score: 0.75,
          recognizer: kind == .name ? "name-repeated" : "entity-repeated"))
    }
    return found
  }

  private func phrase(at start: Int, _ count: Int, _ text: NormalisedText) -> (end: Int, kind: EntityKind)? {
    let end = start + count
    guard end <= text.bytes.count, isWhole(start..<end, text), let kind = kinds[Array(text.bytes[start..<end])] else {
      return nil
    }
    return (end, kind)
  }

  private func isWhole(_ range: Range<Int>, _ text: NormalisedText) -> Bool {
    let isOpen = { (isInside: Bool, edge: UInt8) in isInside && edge < 0xe0 }
    return !isOpen(text.hasWord(endingAt: range.lowerBound), text.bytes[range.lowerBound])
      && !isOpen(text.hasWord(startingAt: range.upperBound), text.bytes[range.upperBound - 1])
  }

  @inline(__always)
  private static func word(_ key: UInt32) -> Int { Int((key &* 0x9e37_79b1) >> 28) }
  @inline(__always)
  private static func bit(_ key: UInt32) -> UInt64 { 1 << UInt64((key &* 0x9e37_79b1) >> 22 & 63) }

  @inline(__always)
  private static func key(_ bytes: [UInt8], at start: Int) -> UInt32 {
    UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
  }
}
