/// Finds what stands for an identifier: the longest surrogate of a map at a place, or a sealed identifier.
struct TokenMatcher: Sendable {
  /// What is at a place, as far as the bytes there tell.
  enum Finding: Equatable {
    case nothing
    /// More bytes could make it a surrogate, or a longer one.
    case undecided
    case surrogate(byteCount: Int, original: String)
  }

  private struct Token: Sendable {
    let bytes: [UInt8]
    let original: String
    let startsWord: Bool
    let endsWord: Bool

    init(_ text: String, _ original: String) {
      bytes = Array(text.utf8)
      self.original = original
      startsWord = ScalarClass(text.unicodeScalars.first!) == .word
      endsWord = ScalarClass(text.unicodeScalars.last!) == .word
    }
  }

  /// In the order of their bytes, so that those with one beginning lie together.
  private let tokens: [Token]
  private let sealed: SealedIdentifier?
  private let isFirstByte: [Bool]
  /// Whether any surrogate depends on what stands before it.
  let needsWords: Bool

  init(map: SurrogateMap) {
    tokens =
      (map.identifiers.map { Token($0.key.text, $0.value.text) }
      + map.likenesses.identifiers.map { Token($0.key, $0.value.text) })
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    sealed = map.keys.map(SealedIdentifier.init)
    var isFirstByte = [Bool](repeating: false, count: 256)
    for token in tokens { isFirstByte[Int(token.bytes[0])] = true }
    if sealed != nil { isFirstByte[Int(UInt8(ascii: "["))] = true }
    self.isFirstByte = isFirstByte
    needsWords = tokens.contains { $0.startsWord }
  }

  /// What starts at `index`. `isWhole`: no bytes follow `text`. O(bytes of the longest surrogate × log of their number).
  func finding(in text: [UInt8], at index: Int, afterWord: Bool, isWhole: Bool) -> Finding {
    let first = text[index]
    guard isFirstByte[Int(first)], !(afterWord && (first.isASCIILetter || first.isASCIIDigit)) else { return .nothing }
    let token = tokenFinding(in: text, at: index, afterWord: afterWord, isWhole: isWhole)
    guard token == .nothing, first == UInt8(ascii: "["), let sealed else { return token }
    return sealedFinding(text[index...], sealed, isWhole: isWhole)
  }

  private func tokenFinding(in text: [UInt8], at index: Int, afterWord: Bool, isWhole: Bool) -> Finding {
    var range = tokens.startIndex..<tokens.endIndex
    var best = Finding.nothing
    var length = 0
    while !range.isEmpty {
      // Of the tokens with this beginning, only the first can be the beginning itself.
      let first = tokens[range.lowerBound]
      if first.bytes.count == length {
        let end = index + length
        if !(first.startsWord && afterWord) {
          if first.endsWord, end == text.count, !isWhole { return .undecided }
          let isInsideWord = first.endsWord && end < text.count && ScalarClass(text.scalar(at: end)) == .word
          if !isInsideWord { best = .surrogate(byteCount: length, original: first.original) }
        }
        range = (range.lowerBound + 1)..<range.upperBound
        if range.isEmpty { break }
      }
      guard index + length < text.count else { return isWhole ? best : .undecided }
      range = narrow(range, at: length, to: text[index + length])
      length += 1
    }
    return best
  }

  /// The tokens of `range` with `byte` at `offset`.
  private func narrow(_ range: Range<Int>, at offset: Int, to byte: UInt8) -> Range<Int> {
    let low = partition(range) { tokens[$0].bytes[offset] >= byte }
    return low..<partition(low..<range.upperBound) { tokens[$0].bytes[offset] > byte }
  }

  /// The first index for which `isPast` holds; it must hold for all after it.
  private func partition(_ range: Range<Int>, _ isPast: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if isPast(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func sealedFinding(_ text: ArraySlice<UInt8>, _ sealed: SealedIdentifier, isWhole: Bool) -> Finding {
    let limit = text.prefix(SealedShape.payloadMax + SealedShape.headMax + 1)
    guard let end = limit.firstIndex(of: UInt8(ascii: "]")) else {
      return !isWhole && SealedShape.mayBegin(limit) ? .undecided : .nothing
    }
    guard let identifier = sealed.open(text[...end]) else { return .nothing }
    return .surrogate(byteCount: end + 1 - text.startIndex, original: identifier.text)
  }
}
