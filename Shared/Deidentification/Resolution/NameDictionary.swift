/// The names of a document and its conversation, found again wherever they stand: people whole and in part, places and
/// organisations whole.
///
/// Source: the second pass of document-level consistency, as in Finkel, Grenager, Manning (ACL 2005), section 4.
struct NameDictionary {
  /// A name and what it names.
  struct Entry: Hashable {
    var text: String
    var kind: EntityKind
  }

  private let tagger: Tagger
  private var latinParts = Set<UInt64>()
  private var phrases = PhraseIndex()

  init(_ entries: [Entry], _ tagger: Tagger) {
    self.tagger = tagger
    for entry in Set(entries) {
      let bytes = Array(entry.text.utf8)
      if entry.kind != .name {
        addWhole(bytes, entry.kind)
      } else if bytes.first.map({ $0 < 0xe3 }) == true {
        addLatin(entry.text)
      } else {
        addIdeographic(bytes)
      }
    }
  }

  /// Linear in the text.
  func candidates(in text: NormalisedText) -> [Candidate] {
    latinCandidates(in: text) + phrases.candidates(in: text)
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
      let isKnown =
        Lexicon.commonWords.contains(hash: part.hash) || Lexicon.particles.contains(hash: part.hash)
        || Lexicon.titles.contains(hash: part.hash)
      if part.range.count >= Self.partBytesMin, !isKnown { latinParts.insert(part.hash) }
    }
  }

  /// The whole of it, the parts between dots, and the given name of a full Chinese name.
  private mutating func addIdeographic(_ name: [UInt8]) {
    addPart(name[...])
    for part in String(decoding: name, as: UTF8.self).split(separator: "·") { addPart(Array(part.utf8)[...]) }
    if name.count == 3 * Self.ideographBytes { addPart(name.suffix(2 * Self.ideographBytes)) }
  }

  /// Two characters and more, and no word of the language: one character alone is mostly another word.
  private mutating func addPart(_ part: ArraySlice<UInt8>) {
    guard part.count >= 2 * Self.ideographBytes, !tagger.isWord(part) else { return }
    phrases.insert(Array(part), .name)
  }

  private mutating func addWhole(_ name: [UInt8], _ kind: EntityKind) {
    guard name.count >= 3, !tagger.isWord(name[...]), !Lexicon.commonWords.contains(name) else { return }
    phrases.insert(name, kind)
  }
}

// MARK: Where it stands

extension NameDictionary {
  private func latinCandidates(in text: NormalisedText) -> [Candidate] {
    guard !latinParts.isEmpty else { return [] }
    let words = LatinWords(text)
    return words.words.indices.filter { isPart($0, words) }.map {
      Candidate(range: withInitials($0, words), kind: .name, score: 0.8, recognizer: "name-repeated")
    }
  }

  private func isPart(_ index: Int, _ words: LatinWords) -> Bool {
    let word = words.words[index]
    guard word.isCapitalised, latinParts.contains(word.hash) else { return false }
    guard index + 1 < words.words.count else { return true }
    // "Parkinson" the patient does not make a name of "Parkinson's disease".
    return !Lexicon.eponymHeads.contains(hash: words.words[index + 1].hash)
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
  private struct Phrase {
    var bytes: [UInt8]
    var kind: EntityKind
  }

  /// By their first three bytes, a Chinese character, so that most positions cost one look at `isFirst`.
  private var phrases: [UInt32: [Phrase]] = [:]
  private var isFirst = [Bool](repeating: false, count: 256)

  /// `bytes` has at least three.
  mutating func insert(_ bytes: [UInt8], _ kind: EntityKind) {
    isFirst[Int(bytes[0])] = true
    phrases[Self.key(bytes, at: 0), default: []].append(Phrase(bytes: bytes, kind: kind))
  }

  /// The longest phrase at each place, as a whole word. Linear in the text.
  func candidates(in text: NormalisedText) -> [Candidate] {
    guard !phrases.isEmpty, text.bytes.count >= 3 else { return [] }
    var found: [Candidate] = []
    for start in 0...(text.bytes.count - 3) where isFirst[Int(text.bytes[start])] {
      guard let same = phrases[Self.key(text.bytes, at: start)] else { continue }
      guard let phrase = same.filter({ isHere($0, start, text) }).max(by: { $0.bytes.count < $1.bytes.count }) else {
        continue
      }
      found.append(
        Candidate(
          range: start..<(start + phrase.bytes.count), kind: phrase.kind, score: 0.75,
          recognizer: phrase.kind == .name ? "name-repeated" : "entity-repeated"))
    }
    return found
  }

  private func isHere(_ phrase: Phrase, _ start: Int, _ text: NormalisedText) -> Bool {
    guard text.bytes[start...].starts(with: phrase.bytes) else { return false }
    let end = start + phrase.bytes.count
    let isWhole = { (isInside: Bool, edge: UInt8) in !(isInside && edge < 0xe0) }
    return isWhole(text.hasWord(endingAt: start), phrase.bytes[0])
      && isWhole(text.hasWord(startingAt: end), phrase.bytes[phrase.bytes.count - 1])
  }

  private static func key(_ bytes: [UInt8], at start: Int) -> UInt32 {
    UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
  }
}
