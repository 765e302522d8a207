internal import Generation

/// A running sequence: all its tokens, and how many of them are in the cache.
struct Sequence: Sendable {
  let id: SequenceID
  let request: SequenceRequest
  /// Its place in the order of admission, which it keeps when it has to begin again.
  let ticket: UInt64
  /// The alternative that computes the prompt for this one.
  var leader: SequenceID?
  private(set) var tokens: [Int32]
  /// Positions in the cache.
  private(set) var computed = 0
  private(set) var pages: [Int32] = []
  /// Pages that others can find, and the block that the next one follows.
  private var published = 0
  private var parent: PrefixBlock.Parent?
  /// The first position of the prompt whose logits are still wanted; `.max` when none are.
  private var firstWanted: Int
  private var lookup: PromptLookup

  init(_ request: SequenceRequest, choice: Int, ticket: UInt64, guessedMax: Int) {
    id = SequenceID(request: request.request, choice: choice)
    leader = choice == 0 ? nil : SequenceID(request: request.request, choice: 0)
    (self.request, self.ticket) = (request, ticket)
    tokens = request.prompt
    parent = request.domain.map { .start($0) }
    let wantsLogits = choice == 0 && request.promptLogits > 0
    firstWanted = wantsLogits ? max(0, request.prompt.count - request.promptLogits) : .max
    lookup = PromptLookup(lengthMax: guessedMax)
  }

  /// Tokens that are not in the cache yet.
  var missing: Int { tokens.count - computed }
  var isDecoding: Bool { leader == nil && missing == 1 && tokens.count > request.prompt.count }
  /// Positions that must be computed although the cache has them: the last one's logits are always needed.
  private var shareableTokens: Int { min(tokens.count - 1, firstWanted) }

  // MARK: Pages

  mutating func append(page: Int32) { pages.append(page) }

  /// Takes the pages that hold what comes next. Positions gained.
  mutating func share(_ store: inout PageStore) -> Int {
    let before = computed
    while published == pages.count, computed == published * store.pageTokens,
      let block = nextBlock(store.pageTokens, upTo: shareableTokens), let known = store.find(block)
    {
      store.hold(known.page)
      pages.append(known.page)
      parent = known.parent
      published += 1
      computed += store.pageTokens
    }
    return computed - before
  }

  /// Makes the pages that have become full findable.
  mutating func publish(_ store: inout PageStore) {
    while let block = nextBlock(store.pageTokens, upTo: computed) {
      (pages[published], parent) = store.publish(pages[published], as: block)
      published += 1
    }
  }

  /// Gives all pages up; everything is to be computed again.
  mutating func restart(_ store: inout PageStore) {
    store.release(pages)
    (pages, computed, published) = ([], 0, 0)
    parent = request.domain.map { .start($0) }
  }

  /// Goes on from the prompt that `leader` has computed. The copy to make of a page that is not full.
  mutating func fork(from leader: Sequence, _ store: inout PageStore) -> PageCopy? {
    self.leader = nil
    let full = leader.computed / store.pageTokens
    pages = Array(leader.pages[..<full])
    pages.forEach { store.hold($0) }
    (published, parent) = (leader.published, leader.parent)
    computed = full * store.pageTokens
    // Without a page to spare, the rest of the prompt is computed again.
    guard leader.computed > computed, let page = store.take() else { return nil }
    pages.append(page)
    computed = leader.computed
    return PageCopy(from: leader.pages[full], to: page)
  }

  private func nextBlock(_ pageTokens: Int, upTo end: Int) -> PrefixBlock? {
    let first = published * pageTokens
    guard let parent, first + pageTokens <= end else { return nil }
    return PrefixBlock(parent: parent, tokens: Array(tokens[first..<first + pageTokens]))
  }

  // MARK: Tokens

  /// Guesses of what follows, at most `count`.
  mutating func guess(_ count: Int) -> [Int32] {
    let room = request.tokensMax - (tokens.count - request.prompt.count) - 1
    return lookup.guess(after: tokens, count: min(count, room))
  }

  /// The slice up to `end`, then the guesses; takes what is before them for computed.
  mutating func takeSlice(to end: Int, guesses: [Int32]) -> ScheduledSlice {
    let isSampled = end == tokens.count
    let promptLogits = max(0, min(end, request.prompt.count) - max(computed, firstWanted))
    if promptLogits > 0 { firstWanted = end < request.prompt.count ? end : .max }
    let slice = BatchSlice(
      tokens: Array(tokens[computed..<end]) + guesses, position: computed, pages: pages,
      logitsCount: max(promptLogits, isSampled ? 1 + guesses.count : 0), sequenceTokens: tokens.count,
      adapter: request.adapter)
    computed = end
    return ScheduledSlice(
      id: id, slice: slice, isSampled: isSampled, guesses: slice.tokens.suffix(guesses.count),
      promptLogits: promptLogits)
  }

  /// Adds what was sampled; all but the last are in the cache already, as guesses.
  mutating func append(_ sampled: [Int32], guessed: Int) -> [TokenEvent] {
    lookup.learn(guessed: guessed, right: sampled.count - 1, at: tokens.count)
    var events: [TokenEvent] = []
    for token in sampled {
      tokens.append(token)
      let finish = finish(after: token)
      events.append(TokenEvent(id: id, token: token, finish: finish))
      if finish != nil { break }
    }
    computed += events.count - 1
    return events
  }

  private func finish(after token: Int32) -> FinishReason? {
    if request.endIDs.contains(token) { return .stop }
    return tokens.count - request.prompt.count >= request.tokensMax ? .length : nil
  }
}
