/// "John Smith" → "Peter Ashford". Particles and titles stay, initials and other short parts change letter by letter.
enum LatinNameLikeness {
  private static let attemptsMax = 60

  static func likeness(of name: String, _ keys: SurrogateKeys, _ map: inout SurrogateMap) -> String? {
    let pieces = NamePieces(name)
    guard pieces.isLatin, !pieces.parts.indices.allSatisfy(pieces.isKept) else { return nil }
    // Initials differ from attempt to attempt, parts do not once they are known.
    for attempt in 0..<attemptsMax {
      var random = DerivedRandom(keys: keys, purpose: "surrogate name", parts: [name, String(attempt)])
      var others: [String] = []
      for index in pieces.parts.indices {
        guard let other = part(index, of: pieces, &random, keys, &map) else { return nil }
        others.append(other)
      }
      let text = pieces.joined(others)
      let identifier = SurrogateMap.Identifier(kind: .name, text: name)
      if let known = map.likenesses.texts[identifier] { return known }
      if map.insert(identifier, asLikeness: text) { return text }
    }
    return nil
  }

  private static func part(
    _ index: Int, of pieces: NamePieces, _ random: inout DerivedRandom, _ keys: SurrogateKeys,
    _ map: inout SurrogateMap
  ) -> String? {
    let part = String(pieces.parts[index])
    if pieces.isKept(index) { return part }
    if part.count < 3 { return String(decoding: part.utf8.map { CodeLikeness.other($0, &random) }, as: UTF8.self) }
    let identifier = SurrogateMap.Identifier(kind: .name, text: part)
    if let known = map.likenesses.texts[identifier] ?? inOtherCase(part, &map) { return known }
    let letterCase = LetterCase(part) ?? .capitalised
    for attempt in 0..<attemptsMax {
      var random = DerivedRandom(
        keys: keys, purpose: "surrogate name part", parts: [part.lowercased(), String(attempt)])
      let word = pieces.isGiven(index) ? NamePool.given(pieces.gender(index), &random) : NamePool.surname(&random)
      let text = letterCase.apply(to: word)
      if isFree(word, map), map.insert(identifier, asLikeness: text) { return text }
    }
    return nil
  }

  /// Whether no text of the conversation has the word, however it is written.
  private static func isFree(_ word: String, _ map: SurrogateMap) -> Bool {
    [word, word.uppercased(), word.lowercased()].allSatisfy {
      map.likenesses.isUnheardOf($0) && map.likenesses.identifiers[$0] == nil
    }
  }

  /// "SMITH" where "Smith" is known.
  private static func inOtherCase(_ part: String, _ map: inout SurrogateMap) -> String? {
    guard let own = LetterCase(part) else { return nil }
    for other in [LetterCase.capitalised, .upper, .lower] where other != own {
      let written = SurrogateMap.Identifier(kind: .name, text: other.apply(to: part))
      guard let known = map.likenesses.texts[written] else { continue }
      let text = own.apply(to: known)
      let isTaken = map.insert(SurrogateMap.Identifier(kind: .name, text: part), asLikeness: text)
      return isTaken ? text : nil
    }
    return nil
  }
}
