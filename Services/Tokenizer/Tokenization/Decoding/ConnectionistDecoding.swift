/// The decoder of speech models: repeated tokens count once, and padding goes.
///
/// Source: Graves et al., "Connectionist Temporal Classification", ICML 2006.
struct ConnectionistDecoding: Sendable {
  var padding: [UInt8]
  var wordDelimiter: [UInt8]
  var cleansUp: Bool

  func apply(to tokens: [[UInt8]]) -> [[UInt8]] {
    var output: [[UInt8]] = []
    for (index, token) in tokens.enumerated() where index == 0 || token != tokens[index - 1] {
      let text = text(of: token)
      if !text.isEmpty { output.append(text) }
    }
    return output
  }

  private func text(of token: [UInt8]) -> [UInt8] {
    let text = Decoder.Step.replacing(padding, in: token, with: [])
    guard cleansUp else { return text }
    return Decoder.Step.replacing(wordDelimiter, in: EnglishCleanup.apply(to: text), with: [0x20])
  }
}
