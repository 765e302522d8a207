internal import Foundation

/// How well a model foretells a text.
public struct Perplexity: Sendable, Hashable {
  /// Tokens foretold: all but the first of each window.
  public let tokens: Int
  /// Mean of -ln p of each.
  public let meanLoss: Double
  /// exp of the mean loss: between how many tokens the model wavers.
  public var value: Double { exp(meanLoss) }
}

/// Measures a model on `tokens`, in windows of `window` tokens that know nothing of each other.
///
/// `start`, where the tokenizer has such a token, begins each window after the first, which has its own.
/// `cache` is how the keys and values are kept meanwhile.
/// - Precondition: there are two tokens at least, all of the vocabulary.
public func perplexity(
  of model: any LanguageModel, on tokens: [Int32], window: Int, start: Int32? = nil,
  threads: Int = SessionShape.threadsDefault, cache: CachePrecision = .f32
) -> Perplexity {
  let window = max(2, min(window, model.description.contextTokens)), pageTokens = SessionShape.pageTokensDefault
  let pages = (window + pageTokens - 1) / pageTokens
  let session = model.makeSession(
    SessionShape(pages: pages, pageTokens: pageTokens, batchTokens: window, threads: threads, cache: cache))
  var loss = 0.0, count = 0
  for first in stride(from: 0, to: tokens.count - 1, by: window - 1) {
    // A window begins with the last token of the one before, or with the start token in its place.
    var part = Array(tokens[first..<min(first + window, tokens.count)])
    if first > 0, let start { part[0] = start }
    let batch = Batch([
      .init(tokens: part, position: 0, pages: Array(0..<Int32(pages)), logitsCount: part.count)
    ])
    for (row, next) in zip(session.forward(batch), part.dropFirst()) { loss += negativeLogProbability(next, row) }
    count += part.count - 1
  }
  return Perplexity(tokens: count, meanLoss: loss / Double(count))
}

private func negativeLogProbability(_ token: Int32, _ logits: [Float]) -> Double {
  let most = Double(logits.max() ?? 0)
  return log(logits.reduce(0) { $0 + exp(Double($1) - most) }) + most - Double(logits[Int(token)])
}
