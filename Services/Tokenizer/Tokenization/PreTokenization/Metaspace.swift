/// SentencePiece's way with spaces: each becomes a visible character, and one is put before the text.
struct Metaspace: Sendable {
  enum PrependScheme: String, Sendable {
    case always, first, never
  }

  var replacement: [UInt8]
  var scheme: PrependScheme
  var splits: Bool

  func apply(to tokens: inout PreTokens) throws(TokenizerError) {
    try tokens.rewrite { (piece, startsInput) throws(TokenizerError) in rewritten(piece, startsInput) }
    if splits { try tokens.split(.literal(replacement), .mergedWithNext, isInverted: false) }
  }

  private func rewritten(_ piece: ArraySlice<UInt8>, _ startsInput: Bool) -> [UInt8] {
    var text: [UInt8] = []
    for byte in piece { if byte == 0x20 { text += replacement } else { text.append(byte) } }
    let prepends = scheme == .always || (scheme == .first && startsInput)
    return prepends && !text.starts(with: replacement) ? replacement + text : text
  }
}
