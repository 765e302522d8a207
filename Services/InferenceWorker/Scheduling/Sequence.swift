internal import Generation

/// A running sequence: all its tokens, and how many of them are in the cache.
struct Sequence: Sendable {
  let request: SequenceRequest
  let pages: [Int32]
  private var tokens: [Int32]
  private var computed = 0

  init(_ request: SequenceRequest, pages: [Int32]) {
    self.request = request
    self.pages = pages
    tokens = request.prompt
  }

  /// Tokens that are not in the cache yet.
  var missing: Int { tokens.count - computed }

  /// The next slice, no longer than `budget`, which it lessens; nil without any.
  mutating func takeSlice(budget: inout Int) -> ScheduledSlice? {
    let end = min(tokens.count, computed + budget)
    guard end > computed else { return nil }
    let isSampled = end == tokens.count
    let promptLogits = max(
      0, min(end, request.prompt.count) - max(computed, request.prompt.count - request.promptLogits))
    let slice = BatchSlice(
      tokens: Array(tokens[computed..<end]), position: computed, pages: pages,
      logitsCount: max(promptLogits, isSampled ? 1 : 0), sequenceTokens: tokens.count)
    budget -= end - computed
    computed = end
    return ScheduledSlice(id: request.id, slice: slice, isSampled: isSampled, promptLogits: promptLogits)
  }

  /// Adds a sampled token; the reason when it is the last one.
  mutating func append(_ token: Int32) -> FinishReason? {
    tokens.append(token)
    if request.endIDs.contains(token) { return .stop }
    return tokens.count - request.prompt.count >= request.tokensMax ? .length : nil
  }
}
