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

  /// Of what was found in a text; candidates of other kinds are left out.
  init(_ candidates: [Candidate], in words: LatinWords, _ tagger: Tagger) {
    let bytes = words.text.bytes
    var seen = Set<UInt64>()
    for candidate in candidates {
      let name = bytes[candidate.range]
      guard seen.insert(PhraseIndex.hash(name) ^ UInt64(candidate.kind.index)).inserted else { continue }
      switch candidate.kind {
      case .name where bytes[candidate.range.lowerBound] < 0xe3:
        for word in words.words[words.indices(within: candidate.range)] { addLatin(word) }
      case .name: addIdeographic(name, tagger)
      case .location, .organisation: addWhole(name, candidate.kind, tagger)
      default: break
      }
    }
  }

  /// The tagger's lexicon knows which names are words too; entries of other kinds are left out.
  mutating func add(_ entry: Entry, _ tagger: Tagger) {
    let bytes = NormalisedText(entry.text).bytes
    switch entry.kind {
    case .name where bytes.first.map({ $0 < 0xe3 }) == true:
      for word in LatinWords(NormalisedText(bytes: bytes)).words { addLatin(word) }
    case .name: addIdeographic(bytes[...], tagger)
    case .location, .organisation: addWhole(bytes[...], entry.kind, tagger)
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

  private mutating func addLatin(_ part: LatinWords.Word) {
    let isKnown = !part.classes.isDisjoint(with: [.common, .particle, .title])
    if part.range.count >= Self.partBytesMin, !isKnown { latinParts.insert(part.hash) }
  }

  /// The whole of it, the parts between dots, and the given name of a full Chinese name.
  private mutating func addIdeographic(_ name: ArraySlice<UInt8>, _ tagger: Tagger) {
    addPart(name, tagger)
    // "·" is C2 B7, and only its first byte is in no Chinese character.
    if name.contains(0xc2) {
      for part in name.split(separator: 0xc2) { addPart(part.first == 0xb7 ? part.dropFirst() : part, tagger) }
    }
    if name.count == 3 * Self.ideographBytes { addPart(name.suffix(2 * Self.ideographBytes), tagger) }
  }

  /// Two characters and more, and no word of the language: one character alone is mostly another word.
  private mutating func addPart(_ part: ArraySlice<UInt8>, _ tagger: Tagger) {
    guard part.count >= 2 * Self.ideographBytes, !tagger.isWord(part) else { return }
    phrases.insert(part, .name)
  }

  private mutating func addWhole(_ name: ArraySlice<UInt8>, _ kind: EntityKind, _ tagger: Tagger) {
    guard name.count >= 3, !tagger.isWord(name), !Lexicon.commonWords.contains(name) else { return }
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

/// Phrases found again by the hash of their bytes.
struct PhraseIndex {
  private var kinds: [UInt64: EntityKind] = [:]
  /// Bytes of the phrases with the same first three, a Chinese character, the longest first.
  private var lengths: [UInt32: [Int]] = [:]
  /// A Bloom filter of the first three bytes: most positions cost one look at it.
  private var firsts: [UInt64] = []

  /// `bytes` has at least three. The first kind of a phrase is kept.
  mutating func insert(_ bytes: ArraySlice<UInt8>, _ kind: EntityKind) {
    let hash = Self.hash(bytes)
    guard kinds[hash] == nil else { return }
    kinds[hash] = kind
    let start = bytes.startIndex
    let key = Self.key(bytes[start], bytes[start + 1], bytes[start + 2])
    if firsts.isEmpty { firsts = [UInt64](repeating: 0, count: 16) }
    firsts[Self.word(key)] |= Self.bit(key)
    let known = lengths[key] ?? []
    guard !known.contains(bytes.count) else { return }
    lengths[key] = (known + [bytes.count]).sorted(by: >)
  }

  /// The longest phrase at each place, as a whole word. O(text × lengths of phrases with one beginning).
  func candidates(in text: NormalisedText) -> [Candidate] {
    guard !kinds.isEmpty else { return [] }
    return starts(in: text.bytes).compactMap { start, lengths in
      guard let (end, kind) = lengths.lazy.compactMap({ phrase(at: start, $0, text) }).first else { return nil }
      return Candidate(
        range: start..<end, kind: kind, score: 0.75,
        recognizer: kind == .name ? "name-repeated" : "entity-repeated")
    }
  }

  /// Where the first three bytes of some phrases stand, and how long these are.
  private func starts(in bytes: [UInt8]) -> [(start: Int, lengths: [Int])] {
    var found: [(start: Int, lengths: [Int])] = []
    bytes.withUnsafeBufferPointer { bytes in
      for start in 0..<max(0, bytes.count - 2) where bytes[start] & 0xc0 != 0x80 {
        let key = Self.key(bytes[start], bytes[start + 1], bytes[start + 2])
        guard firsts[Self.word(key)] & Self.bit(key) != 0, let lengths = lengths[key] else { continue }
        found.append((start, lengths))
      }
    }
    return found
  }

  private func phrase(at start: Int, _ count: Int, _ text: NormalisedText) -> (end: Int, kind: EntityKind)? {
    let end = start + count
    guard end <= text.bytes.count, isWhole(start..<end, text), let kind = kinds[Self.hash(text.bytes[start..<end])]
    else {
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

  /// FNV-1a, 64 bits, of the bytes as they are.
  static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(WordSet.hashStart) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  @inline(__always)
  private static func key(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt32 {
    UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)
  }
}
