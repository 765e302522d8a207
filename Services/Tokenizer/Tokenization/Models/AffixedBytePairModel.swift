/// Byte pair encoding whose tokens tell by a mark whether they go on with a word (`continuing_subword_prefix`) or end it
/// (`end_of_word_suffix`, as in CLIP).
struct AffixedBytePairModel: Sendable {
  let vocabulary: Vocabulary
  let table: MergeTable
  let prefix: [UInt8]
  let suffix: [UInt8]
  let unknown: BytePairModel.Unknown
  let ignoresMerges: Bool

  /// Appends the tokens of the word `text[range]`.
  func encode(_ text: Span<UInt8>, _ range: Range<Int>, into tokens: inout [ModelToken]) {
    if ignoresMerges, let id = vocabulary.id(of: text, from: range.lowerBound, to: range.upperBound) {
      tokens.append(ModelToken(id: id, range: range))
      return
    }
    let word = symbols(text, range)
    var ids = word.map(\.id)
    var merger = BytePairMerger()
    merger.merge(&ids, table)
    appendJoined(word, ids, &tokens)
  }

  /// The scalars of the word as tokens.
  private func symbols(_ text: Span<UInt8>, _ range: Range<Int>) -> [ModelToken] {
    var tokens: [ModelToken] = []
    var unknowns = false
    var index = range.lowerBound
    while index < range.upperBound {
      let place = index..<index + text.scalar(at: index).length
      let symbol = symbol(text, place, in: range)
      if let id = vocabulary.id(of: symbol) {
        tokens.append(ModelToken(id: id, range: place))
        unknowns = false
      } else if let bytes = fallback(symbol) {
        for (offset, id) in bytes.enumerated() {
          let byte = min(place.lowerBound + offset, place.upperBound - 1)
          tokens.append(ModelToken(id: id, range: byte..<byte + 1))
        }
        unknowns = false
      } else if let id = unknown.id {
        if unknown.isFused, unknowns, let last = tokens.last {
          tokens[tokens.count - 1].range = last.range.lowerBound..<place.upperBound
        } else {
          tokens.append(ModelToken(id: id, range: place))
        }
        unknowns = true
      }
      index = place.upperBound
    }
    return tokens
  }

  private func symbol(_ text: Span<UInt8>, _ place: Range<Int>, in word: Range<Int>) -> [UInt8] {
    var symbol = place.lowerBound == word.lowerBound ? [] : prefix
    for index in place { symbol.append(text[index]) }
    return place.upperBound == word.upperBound ? symbol + suffix : symbol
  }

  private func fallback(_ symbol: [UInt8]) -> [Int32]? {
    guard let byteIDs = unknown.byteIDs else { return nil }
    let ids = symbol.map { byteIDs[Int($0)] }
    return ids.contains { $0 < 0 } ? nil : ids
  }

  /// The merged `ids` with their places: each is the next of `word`, or was put together from several.
  private func appendJoined(_ word: [ModelToken], _ ids: [Int32], _ tokens: inout [ModelToken]) {
    var position = 0
    for id in ids {
      var range = word[position].range
      var byteCount = vocabulary.bytes(of: word[position].id).count
      position += 1
      while byteCount < vocabulary.bytes(of: id).count, position < word.count {
        byteCount += vocabulary.bytes(of: word[position].id).count - prefix.count
        range = range.lowerBound..<word[position].range.upperBound
        position += 1
      }
      tokens.append(ModelToken(id: id, range: range))
    }
  }
}
