/// The names of a document and its conversation, found again wherever they stand: whole, and in Latin script by part.
///
/// Source: the second pass of document-level consistency, as in Finkel, Grenager, Manning (ACL 2005), section 4.
struct NameDictionary {
  private var latinParts = Set<UInt64>()
  /// Names in other scripts, by their first two characters (six bytes), so that most positions cost one look.
  private var names: [UInt64: [[UInt8]]] = [:]

  init(_ names: [String]) {
    for name in Set(names) {
      name.utf8.first.map { $0 < 0xe3 } == true ? addLatin(name) : addIdeographic(Array(name.utf8))
    }
  }

  /// Linear in the text.
  func candidates(in text: NormalisedText) -> [Candidate] {
    latinCandidates(in: text) + ideographicCandidates(in: text)
  }

  /// Letters of a part below which it is as likely a word.
  private static let partBytesMin = 3

  private mutating func addLatin(_ name: String) {
    for part in LatinWords(NormalisedText(name)).words {
      let isKnown =
        Lexicon.commonWords.contains(hash: part.hash) || Lexicon.particles.contains(hash: part.hash)
        || Lexicon.titles.contains(hash: part.hash)
      if part.range.count >= Self.partBytesMin, !isKnown { latinParts.insert(part.hash) }
    }
  }

  /// Two characters and more: one character is a surname alone and mostly another word.
  private mutating func addIdeographic(_ name: [UInt8]) {
    guard name.count >= 6 else { return }
    names[Self.key(name[...]), default: []].append(name)
  }

  private func latinCandidates(in text: NormalisedText) -> [Candidate] {
    guard !latinParts.isEmpty else { return [] }
    let words = LatinWords(text)
    return words.words.indices.filter { isPart($0, words) }.map {
      Candidate(range: words.words[$0].range, kind: .name, score: 0.8, recognizer: "name-repeated")
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

  private func ideographicCandidates(in text: NormalisedText) -> [Candidate] {
    guard !names.isEmpty, text.bytes.count >= 6 else { return [] }
    var found: [Candidate] = []
    for start in 0...(text.bytes.count - 6) where text.bytes[start] >= 0xe3 {
      let rest = text.bytes[start...]
      guard let same = names[Self.key(rest)],
        let name = same.filter({ rest.starts(with: $0) }).max(by: { $0.count < $1.count })
      else { continue }
      found.append(
        Candidate(range: start..<(start + name.count), kind: .name, score: 0.85, recognizer: "name-repeated"))
    }
    return found
  }

  private static func key(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.prefix(6).reduce(0) { $0 << 8 | UInt64($1) } }
}
