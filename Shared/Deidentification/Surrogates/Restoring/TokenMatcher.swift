/// Finds what stands for an identifier: the longest surrogate of a map at a place, or a sealed identifier.
struct TokenMatcher: Sendable {
  /// What is at a place, as far as the bytes there tell.
  enum Finding: Equatable {
    case nothing
    /// More bytes could make it a surrogate, or a longer one.
    case undecided
    case surrogate(byteCount: Int, original: String)
  }

  private let tokens: TokenTrie
  private let sealed: SealedIdentifier?
  /// Whether any surrogate depends on what stands before it.
  var needsWords: Bool { tokens.needsWords }

  /// O(surrogates that the map has not put in order yet).
  init(map: SurrogateMap) {
    tokens = map.tokens
    sealed = map.keys.map(SealedIdentifier.init)
  }

  /// What starts at `index`. `isWhole`: no bytes follow `text`. O(bytes of the longest surrogate).
  func finding(in text: [UInt8], at index: Int, afterWord: Bool, isWhole: Bool) -> Finding {
    let first = text[index]
    let isSealed = sealed != nil && first == UInt8(ascii: "[")
    guard tokens.mayBegin(with: first) || isSealed, !(afterWord && (first.isASCIILetter || first.isASCIIDigit)) else {
      return .nothing
    }
    let token = tokens.finding(in: text, at: index, afterWord: afterWord, isWhole: isWhole)
    guard token == .nothing, isSealed, let sealed else { return token }
    return sealedFinding(text[index...], sealed, isWhole: isWhole)
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
