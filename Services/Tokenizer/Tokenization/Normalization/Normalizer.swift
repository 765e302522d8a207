/// What is done to text before it is cut: tokenizer.json's `normalizer`.
indirect enum Normalizer: Sendable {
  case sequence([Normalizer])
  /// Normalization form C.
  case canonicalComposition
  case prepend([UInt8])
  case replace(Splitter, with: [UInt8])

  static let identity = Normalizer.sequence([])

  /// Whether it changes nothing, so that text needs no copy.
  var isIdentity: Bool { if case .sequence(let parts) = self { parts.allSatisfy(\.isIdentity) } else { false } }

  /// Whether `text[range]` is sure to come out as it is; often false for text that would.
  func leavesUnchanged(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    switch self {
    case .sequence(let parts): parts.allSatisfy { $0.leavesUnchanged(text, range) }
    case .canonicalComposition: CanonicalComposition.isComposed(text, range)
    case .prepend, .replace: false
    }
  }

  func normalize(_ text: [UInt8]) throws(TokenizerError) -> [UInt8] {
    switch self {
    case .sequence(let parts):
      var text = text
      for part in parts { text = try part.normalize(text) }
      return text
    case .canonicalComposition:
      return CanonicalComposition.isTriviallyComposed(text) ? text : CanonicalComposition.shared.compose(text)
    case .prepend(let prefix): return text.isEmpty ? text : prefix + text
    case .replace(let splitter, let content): return try splitter.replacingMatches(in: text, with: content)
    }
  }
}
