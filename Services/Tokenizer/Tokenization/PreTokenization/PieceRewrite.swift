/// A pre-tokenizer's change to each piece.
enum PieceRewrite: Sendable {
  /// A space before a piece that has none.
  case prefixSpace
  /// Each byte as its visible character (``ByteLevelAlphabet``), where later steps look at those characters.
  case byteLevelCharacters
  case metaspace(Metaspace)

  /// Writes the piece `text`. `startsInput`: whether it begins where the whole input does.
  func write<Output: TextOutput>(_ text: Span<UInt8>, startsInput: Bool, into output: inout Output) {
    switch self {
    case .prefixSpace:
      if text.count > 0, text[0] != 0x20 {
        Normalizer.writePrefixed(text, [0x20], into: &output)
      } else {
        output.keep(text, 0..<text.count)
      }
    case .byteLevelCharacters: ByteLevelAlphabet.writeCharacters(of: text, into: &output)
    case .metaspace(let metaspace): metaspace.write(text, startsInput: startsInput, into: &output)
    }
  }
}
