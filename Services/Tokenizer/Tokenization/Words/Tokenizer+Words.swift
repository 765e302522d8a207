extension Tokenizer {
  /// Appends the ids of `text[range]` word by word, each from the cache if it is there.
  func encodeWords(
    _ text: [UInt8], _ range: Range<Int>, _ cut: WordCut, _ cache: inout WordCache, into ids: inout [Int32],
    _ encodeWord: (Range<Int>, inout [Int32]) throws(TokenizerError) -> Void
  ) throws(TokenizerError) {
    var start = range.lowerBound
    while start < range.upperBound {
      let (wordEnd, next) = cut.next(text.span, from: start, to: range.upperBound)
      let word = start..<wordEnd
      if !cache.append(text.span, word, to: &ids) {
        let first = ids.count
        try encodeWord(word, &ids)
        cache.insert(text.span, word, ids[first...])
      }
      start = next
    }
  }
}
