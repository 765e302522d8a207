/// Short phrases of a script without spaces, found at or before a place of a text.
struct PhraseSet: Sendable {
  /// All phrases, one after the other.
  private let scalars: [Unicode.Scalar]
  private let byFirst: PhraseIndexTable
  private let byLast: PhraseIndexTable
  /// Most characters begin and end no phrase: a bit tells so before the tables are asked.
  let firsts: ScalarSet
  let lasts: ScalarSet

  init(_ phrases: some Sequence<String>) {
    // The longest first, so that "董事长" is found before "董事".
    let all = Set(phrases).map { Array($0.unicodeScalars) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
    scalars = all.flatMap { $0 }
    byFirst = PhraseIndexTable(all) { $0[0] }
    byLast = PhraseIndexTable(all) { $0[$0.count - 1] }
    firsts = ScalarSet(all.map { $0[0] })
    lasts = ScalarSet(all.map { $0[$0.count - 1] })
  }

  init(words: String) { self.init(words.split(whereSeparator: \.isWhitespace).map(String.init)) }

  /// Scalars of the longest phrase that begins at `index`; nil when none does.
  func length(in text: ScalarText, startingAt index: Int) -> Int? {
    guard index < text.count, firsts.contains(text[index]) else { return nil }
    return byFirst.phrases(of: text[index]).first { equals($0, text, at: index) }?.count
  }

  /// Scalars of the longest phrase that ends before `index`; nil when none does.
  func length(in text: ScalarText, endingAt index: Int) -> Int? {
    guard index > 0, lasts.contains(text[index - 1]) else { return nil }
    return byLast.phrases(of: text[index - 1]).first { equals($0, text, at: index - $0.count) }?.count
  }

  /// Whether the scalars of `range` are one of the phrases.
  func contains(_ range: Range<Int>, of text: ScalarText) -> Bool {
    guard !range.isEmpty, range.upperBound <= text.count, firsts.contains(text[range.lowerBound]) else { return false }
    return byFirst.phrases(of: text[range.lowerBound]).contains {
      $0.count == range.count && equals($0, text, at: range.lowerBound)
    }
  }

  private func equals(_ phrase: Range<Int>, _ text: ScalarText, at start: Int) -> Bool {
    guard start >= 0, start + phrase.count <= text.count else { return false }
    return phrase.allSatisfy { text[start + $0 - phrase.lowerBound] == scalars[$0] }
  }
}

/// Where in a list of phrases those with the same first, or last, character lie. Open addressing by the character, as a
/// dictionary would hash it for longer than the comparison takes.
private struct PhraseIndexTable: Sendable {
  /// Ranges of the list of all scalars, those of one character side by side.
  private let ranges: [Range<Int>]
  /// The character and where its ranges begin and end; 0 is empty.
  private var slots: [(key: UInt32, start: Int32, end: Int32)]

  init(_ phrases: [[Unicode.Scalar]], by key: ([Unicode.Scalar]) -> Unicode.Scalar) {
    var groups: [Unicode.Scalar: [Range<Int>]] = [:]
    var start = 0
    for phrase in phrases {
      groups[key(phrase), default: []].append(start..<start + phrase.count)
      start += phrase.count
    }
    var size = 4
    while size < groups.count * 2 { size *= 2 }
    slots = Array(repeating: (0, 0, 0), count: size)
    var ranges: [Range<Int>] = []
    for (scalar, group) in groups {
      slots[Self.slot(of: scalar, in: slots)] = (
        scalar.value, Int32(ranges.count), Int32(ranges.count + group.count)
      )
      ranges += group
    }
    self.ranges = ranges
  }

  func phrases(of scalar: Unicode.Scalar) -> ArraySlice<Range<Int>> {
    let slot = slots[Self.slot(of: scalar, in: slots)]
    return ranges[Int(slot.start)..<Int(slot.end)]
  }

  private static func slot(of scalar: Unicode.Scalar, in slots: [(key: UInt32, start: Int32, end: Int32)]) -> Int {
    let mask = slots.count - 1
    var index = Int(scalar.value &* 0x9e37_79b1 >> 12) & mask
    while slots[index].key != 0, slots[index].key != scalar.value { index = (index + 1) & mask }
    return index
  }
}
