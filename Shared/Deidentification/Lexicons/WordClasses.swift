/// What the word lists say of one word, all of them in one look.
struct WordClasses: OptionSet, Sendable {
  let rawValue: UInt32

  static let common = WordClasses(rawValue: 1)
  static let title = WordClasses(rawValue: 1 << 1)
  static let roleCue = WordClasses(rawValue: 1 << 2)
  static let strongCue = WordClasses(rawValue: 1 << 3)
  static let selfNaming = WordClasses(rawValue: 1 << 4)
  static let particle = WordClasses(rawValue: 1 << 5)
  static let function = WordClasses(rawValue: 1 << 6)
  static let givenName = WordClasses(rawValue: 1 << 7)
  static let ambiguousGivenName = WordClasses(rawValue: 1 << 8)
  static let surname = WordClasses(rawValue: 1 << 9)
  static let eponym = WordClasses(rawValue: 1 << 10)
  static let eponymHead = WordClasses(rawValue: 1 << 11)
  static let nonPersonHead = WordClasses(rawValue: 1 << 12)
  static let personVerb = WordClasses(rawValue: 1 << 13)
  static let cityStart = WordClasses(rawValue: 1 << 14)
  static let placePreposition = WordClasses(rawValue: 1 << 15)

  /// Looks up all words by their hashes.
  static func classify(_ words: inout [LatinWords.Word]) {
    table.withLookup { classes in
      for index in words.indices { words[index].classes = classes(words[index].hash) }
    }
  }

  fileprivate static let table = WordClassTable([
    (.common, Lexicon.commonWords), (.title, Lexicon.titles), (.roleCue, Lexicon.roleCues),
    (.strongCue, Lexicon.strongCues), (.selfNaming, WordSet("is am i'm known")), (.particle, Lexicon.particles),
    (.function, Lexicon.functionWords), (.givenName, Lexicon.givenNames),
    (.ambiguousGivenName, Lexicon.ambiguousGivenNames), (.surname, Lexicon.surnames), (.eponym, Lexicon.eponyms),
    (.eponymHead, Lexicon.eponymHeads), (.nonPersonHead, Lexicon.nonPersonHeads), (.personVerb, Lexicon.personVerbs),
    (.cityStart, Lexicon.cityStarts), (.placePreposition, WordSet("in at near")),
  ])
}

/// Classes by hash: open addressing, at most half full; a key of 0 is empty.
struct WordClassTable: Sendable {
  private var keys: [UInt64]
  private var values: [WordClasses]

  init(_ sets: [(classes: WordClasses, words: WordSet)]) {
    let count = sets.reduce(0) { $0 + $1.words.hashes.reduce(0) { count, _ in count + 1 } }
    var size = 4
    while size < count * 2 { size *= 2 }
    keys = [UInt64](repeating: 0, count: size)
    values = [WordClasses](repeating: [], count: size)
    for (classes, words) in sets {
      for hash in words.hashes {
        let slot = keys.withUnsafeBufferPointer { Self.slot(of: hash, in: $0) }
        keys[slot] = hash
        values[slot].formUnion(classes)
      }
    }
  }

  /// Calls `body` with what gives the classes of a ``WordSet/hash(_:)``.
  @inline(__always)
  func withLookup(_ body: ((UInt64) -> WordClasses) -> Void) {
    keys.withUnsafeBufferPointer { keys in
      values.withUnsafeBufferPointer { values in
        body { hash in
          let slot = Self.slot(of: hash, in: keys)
          return keys[slot] == hash ? values[slot] : []
        }
      }
    }
  }

  @inline(__always)
  private static func slot(of hash: UInt64, in keys: UnsafeBufferPointer<UInt64>) -> Int {
    let mask = keys.count - 1
    var index = Int(truncatingIfNeeded: hash >> 32) & mask
    while keys[index] != 0, keys[index] != hash { index = (index + 1) & mask }
    return index
  }
}
