/// "高玉芬" → another surname and a given name of as many characters.
enum ChineseNameLikeness {
  private static let attemptsMax = 60

  static func likeness(of name: String, _ keys: SurrogateKeys, _ map: inout SurrogateMap) -> String? {
    guard (2...4).contains(name.count) else { return nil }
    let surnameCount = ChineseNamePool.compoundSurnames.contains(String(name.prefix(2))) || name.count == 4 ? 2 : 1
    let given = name.dropFirst(surnameCount)
    guard !given.isEmpty else { return nil }
    let surname = surname(for: String(name.prefix(surnameCount)), keys)
    for attempt in 0..<attemptsMax {
      var random = DerivedRandom(keys: keys, purpose: "surrogate name", parts: [name, String(attempt)])
      let pool = ChineseNamePool.given(like: given)
      let other = String(given.map { _ in pool.randomElement(using: &random)! })
      if take(surname + other, for: name, &map) {
        // "玉芬" alone is the same person; one character alone could be anything.
        if given.count == 2 { _ = take(other, for: String(given), &map) }
        return surname + other
      }
    }
    return nil
  }

  /// One surname has one surrogate, so that a family stays one.
  private static func surname(for surname: String, _ keys: SurrogateKeys) -> String {
    var random = DerivedRandom(keys: keys, purpose: "surrogate surname", parts: [surname])
    let others = surname.count == 1 ? ChineseNamePool.surnames.map(String.init) : ChineseNamePool.compoundSurnames
    return others.filter { $0 != surname }.randomElement(using: &random)!
  }

  private static func take(_ text: String, for name: String, _ map: inout SurrogateMap) -> Bool {
    !map.likenesses.written.mayContain(Array(text.utf8))
      && map.insert(SurrogateMap.Identifier(kind: .name, text: name), asLikeness: text)
  }
}
