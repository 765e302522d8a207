/// Bodies whose published advice a question is about: "the latest guidelines from the Mayo Clinic". Where somebody was
/// treated reads otherwise: advice that is not called new or current may be that of their own hospital.
enum AuthorVeto {
  /// Where they stand; whatever else is found inside is a part of their name.
  static func authors(of candidates: [Candidate], in text: NormalisedText) -> [Range<Int>] {
    candidates.filter { isAuthor($0, in: text) }.map(\.range)
  }

  private static func isAuthor(_ candidate: Candidate, in text: NormalisedText) -> Bool {
    guard candidate.kind == .organisation, candidate.range.lowerBound > 0 else { return false }
    var words = text.bytes[..<(candidate.range.lowerBound - 1)].suffix(bytesMax).split(separator: 0x20)[...]
    guard text.bytes[candidate.range.lowerBound - 1] == 0x20 else { return false }
    if words.last.map({ articles.contains($0) }) == true { words.removeLast() }
    guard let link = words.popLast(), links.contains(link) else { return false }
    if words.last.map({ participles.contains($0) }) == true { words.removeLast() }
    guard let advice = words.popLast(), Self.advice.contains(advice) else { return false }
    return words.suffix(subjectWordsMax).contains { editions.contains($0) }
  }

  /// Bytes before a body in which its advice is named: ten words.
  private static let bytesMax = 96
  /// Words between "latest" and "guidelines": "the latest clinical practice guidelines".
  private static let subjectWordsMax = 4

  private static let articles = WordSet("the")
  private static let links = WordSet("from by of")
  private static let participles = WordSet("issued published released made")
  private static let advice = WordSet("guideline guidelines recommendations guidance consensus statement statements")
  private static let editions = WordSet("latest newest recent new current updated revised published official")
}
