/// A name cut into its parts and what stands between them.
struct NamePieces {
  let parts: [Substring]
  private let between: [Substring]
  private let hasComma: Bool

  static let particles: Set<String> = [
    "van", "von", "der", "den", "de", "la", "le", "da", "di", "del", "dos", "du", "al", "el", "bin", "ibn", "jr", "sr",
    "ii", "iii", "iv", "ter", "ten",
  ]

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

  /// "John", and the first part of several; in "Smith, John" the last.
  func isGiven(_ index: Int) -> Bool {
    if parts.count == 1 { return NamePool.isGiven(String(parts[0])) }
    return hasComma ? index > 0 : index < parts.count - 1 && (index == 0 || NamePool.isGiven(String(parts[index])))
  }

  func joined(_ others: [String]) -> String {
    var text = ""
    for (index, gap) in between.enumerated() { text += gap + (index < others.count ? others[index] : "") }
    return text
  }
}
