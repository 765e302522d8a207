/// The longest words of the lexicon that start at, end at and pass over a Chinese character.
struct TaggerWords {
  /// Scalars in the high three bits, the lexicon's classes in the low five; 0 when there is none.
  var starting: UInt8 = 0
  var ending: UInt8 = 0
  var inside: UInt8 = 0
  var startingHash: UInt64 = 0
  var endingHash: UInt64 = 0

  /// Scalars of the longest words in the lexicon.
  private static let scalarsMax = 6

  /// One entry for each token, those of other scripts and the sentinels empty.
  static func find(in text: TaggerText, _ model: TaggerModel) -> [TaggerWords] {
    var words = [TaggerWords](repeating: TaggerWords(), count: text.tokens.count)
    text.tokens.withUnsafeBufferPointer { tokens in
      for index in text.range where tokens[index].kind == .han { note(index, tokens, text, model, &words) }
    }
    return words
  }

  private static func note(
    _ start: Int, _ tokens: UnsafeBufferPointer<TaggerToken>, _ text: TaggerText, _ model: TaggerModel,
    _ words: inout [TaggerWords]
  ) {
    var hash = tokens[start].hash
    for count in 2...scalarsMax {
      let last = start + count - 1
      guard last < text.range.upperBound, tokens[last].kind == .han, tokens[last].start == tokens[last - 1].end else {
        return
      }
      hash = TaggerHash.bytes(text.bytes, Int(tokens[last].start)..<Int(tokens[last].end), from: hash)
      let value = model.lexical(hash)
      guard value != 0 else { continue }
      let packed = UInt8(count) << 5 | value & 0x1f
      words[start].starting = packed
      words[start].startingHash = hash
      if words[last].ending >> 5 < UInt8(count) {
        words[last].ending = packed
        words[last].endingHash = hash
      }
      for middle in start + 1..<max(last, start + 1) where words[middle].inside >> 5 < UInt8(count) {
        words[middle].inside = packed
      }
    }
  }
}
