/// A name cut into its parts and what stands between them.
struct NamePieces {
  let parts: [Substring]
  private let between: [Substring]
  private let hasComma: Bool

  /// Only as they stand here: "Le" and "Van" are names.
  private static let particles: Set<String> = [
    "van", "von", "der", "den", "de", "la", "le", "da", "di", "del", "dos", "du", "al", "el", "bin", "ibn", "ter",
    "ten",
  ]
  /// Titles that nobody is called: "Judge" and "Don" are names too.
  private static let titles: Set<String> = ["dr", "mr", "mrs", "ms", "mx", "miss", "prof", "professor", "sir"]
  private static let suffixes: Set<String> = ["Jr", "Sr", "II", "III", "IV"]

  init(_ name: String) {
    var parts: [Substring] = []
    var between: [Substring] = []
    var rest = name[...]
    while !rest.isEmpty {
      let gap = rest.prefix { !Self.isPart($0) }
      rest = rest.dropFirst(gap.count)
      let part = rest.prefix(while: Self.isPart)
      rest = rest.dropFirst(part.count)
      between.append(gap)
      if !part.isEmpty { parts.append(part) }
    }
    self.parts = parts
    self.between = between
    hasComma = between.dropFirst().contains { $0.contains(",") }
  }

  private static func isPart(_ character: Character) -> Bool { character.isLetter || "'’".contains(character) }

  /// Letters of the Latin blocks and ASCII punctuation only.
  var isLatin: Bool {
    (parts + between).allSatisfy { $0.unicodeScalars.allSatisfy { $0.value < 0x250 || $0 == "’" } }
      && between.allSatisfy { !$0.contains { "[]".contains($0) || $0.isNumber } }
  }

  /// "van" and "Dr.": parts that name nobody and stay as they are.
  func isKept(_ index: Int) -> Bool {
    let part = String(parts[index])
    return Self.particles.contains(part) || index == 0 && !hasComma && Self.titles.contains(part.lowercased())
      || index > 0 && index == parts.count - 1 && Self.suffixes.contains(part)
  }

  /// "John", and the first part of several; in "Smith, John" the last.
  func isGiven(_ index: Int) -> Bool {
    let own = parts.indices.filter { !isKept($0) }
    // "Mrs. Smith" has a surname only.
    if own.count == 1 { return own.count == parts.count && NamePool.isGiven(String(parts[index])) }
    return hasComma ? index != own.first : index == own.first || index != own.last && isKnownGiven(index)
  }

  private func isKnownGiven(_ index: Int) -> Bool { NamePool.isGiven(String(parts[index])) }

  /// As the given name tells it, or the title.
  func gender(_ index: Int) -> NamePool.Gender {
    let gender = NamePool.gender(of: String(parts[index]))
    let title = parts[0].lowercased()
    if gender != .any { return gender }
    return ["mrs", "ms", "miss", "madam"].contains(title) ? .female : ["mr", "sir"].contains(title) ? .male : .any
  }

  func joined(_ others: [String]) -> String {
    var text = ""
    for (index, gap) in between.enumerated() { text += gap + (index < others.count ? others[index] : "") }
    return text
  }
}
