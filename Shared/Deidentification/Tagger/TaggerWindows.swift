/// The runs of tokens that may hold a name: the others are outside without being scored.
///
/// All of Chinese; of Latin script the words that are capitalised or known as names, and numbers, which addresses hold; all with their neighbours.
struct TaggerWindows {
  private let tokens: UnsafeBufferPointer<TaggerToken>

  /// Tokens between two words that may belong to one name: "Bank of the West".
  private static let gapMax = 3

  /// The runs in the order of the text, apart from each other. Linear in the tokens.
  static func of(_ tokens: UnsafeBufferPointer<TaggerToken>, in range: Range<Int>) -> [Range<Int>] {
    let windows = TaggerWindows(tokens: tokens)
    var found: [Range<Int>] = []
    for index in range where windows.isCandidate(index) {
      let (start, end) = (max(range.lowerBound, index - 1), min(range.upperBound, index + 2))
      if let last = found.last, start - last.upperBound <= gapMax {
        found[found.count - 1] = last.lowerBound..<end
      } else {
        found.append(start..<end)
      }
    }
    return found
  }

  private func isCandidate(_ index: Int) -> Bool {
    let token = tokens[index]
    if token.isHan || token.kind == .number { return true }
    guard token.kind == .word else { return false }
    let lexical = TaggerLexical(token.lexical)
    if token.shape & 15 == TaggerShape.lower { return mayBeNameInLowerCase(lexical) }
    return !opensSentence(index, lexical)
  }

  private func mayBeNameInLowerCase(_ lexical: TaggerLexical) -> Bool {
    lexical.isCommonName || lexical.isPlace || lexical.frequency < 2 && !lexical.isTerm
  }

  /// "The", "When": one of the commonest words before a small one.
  private func opensSentence(_ index: Int, _ lexical: TaggerLexical) -> Bool {
    lexical.frequency == 3 && !lexical.isCommonName && tokens[index].shape == TaggerShape.title
      && tokens[index + 1].shape == TaggerShape.lower
  }
}

/// What the lexicon's byte says of a Latin word. Written by `latin_lexicon` in `Services/Trainer/NameTagger`.
struct TaggerLexical {
  private let byte: UInt8

  init(_ byte: UInt8) { self.byte = byte }

  /// Of the byte of a Chinese word: it is a term or a common word.
  static let hanWord: UInt8 = 8 + 16

  /// In a short list of given names or surnames.
  var isCommonName: Bool { byte & 3 == 2 || byte >> 2 & 3 == 2 }
  var isPlace: Bool { byte & 16 != 0 }
  /// How frequent it is as a word, 0 to 3; 3 is above one in 10,000.
  var frequency: UInt8 { byte >> 5 & 3 }
  /// A word of drugs and diseases.
  var isTerm: Bool { byte & 0x80 != 0 }
}
