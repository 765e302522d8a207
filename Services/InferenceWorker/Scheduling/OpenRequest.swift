internal import Constraints
internal import Generation

/// A request that the engine serves: its alternatives' samplers, what they are held to, and its stream.
final class OpenRequest {
  let id: UInt64
  let continuation: AsyncStream<GeneratedToken>.Continuation
  private(set) var openChoices: Set<Int>
  private let request: GenerationRequest
  private var samplers: [Sampler]
  /// What each alternative is held to; none without a constraint.
  private var texts: [ConstrainedText] = []
  /// What ends the reasoning before the answer that is held to a constraint, and which alternatives are at it.
  private let reasoning: ReasoningTokens?
  private var isReasoning: [Bool]
  private let endIDs: Set<Int32>
  /// No token goes on from where an alternative is: a defect of the constraint, which must not end all others' answers.
  private(set) var isBroken = false
  /// Of the tokens sampled and not yet sent, for each alternative.
  private var notes: [[Note]]
  private var promptLogits: [[Float]] = []
  private var stops: StopStrings

  private struct Note {
    let logProbability: Float
    let top: [ScoredToken]
    /// Whether nothing can follow the token.
    let isLast: Bool
  }

  init(_ submission: Submission, endIDs: Set<Int32>, reasoning: ReasoningTokens?) {
    (id, request, continuation) = (submission.id, submission.request, submission.continuation)
    openChoices = Set(0..<request.choices)
    samplers = (0..<request.choices).map { [request] in Sampler(request.sampling, choice: $0, prompt: request.prompt) }
    stops = StopStrings(request.stop, choices: request.choices)
    notes = Array(repeating: [], count: request.choices)
    self.endIDs = request.endIDs ?? endIDs
    self.reasoning = reasoning
    isReasoning = Array(repeating: reasoning?.isOpen(after: request.prompt) ?? false, count: request.choices)
    if let constraint = request.constraint {
      texts = Array(repeating: ConstrainedText(constraint), count: request.choices)
    }
  }

  var tenant: [UInt8] { request.tenant }

  var sequences: SequenceRequest {
    SequenceRequest(
      request: id, prompt: request.prompt, tokensMax: request.tokensMax, endIDs: endIDs,
      choices: request.choices, tenant: request.tenant,
      domain: request.salt.map { [request] in PrefixDomain(salt: $0, adapter: request.adapter) },
      adapter: request.adapter, promptLogits: request.promptLogits)
  }

  func keepPromptLogits(_ rows: ArraySlice<[Float]>, of choice: Int) {
    if choice == 0 { promptLogits += rows }
  }

  /// A token for the first row, then one for each row after a guess that was right.
  func sample(_ rows: ArraySlice<[Float]>, guesses: ArraySlice<Int32>, for choice: Int) -> [Int32] {
    var tokens: [Int32] = []
    for (row, guess) in zip(rows, guesses.map(Optional.some) + [nil]) {
      let allowed = allowed(for: choice, vocabulary: row.count)
      isBroken = allowed?.isEmpty ?? false
      guard !isBroken else { break }
      let (token, logProbability) = samplers[choice].sample(row, allowing: allowed)
      tokens.append(token)
      let isLast = isLast(token, of: choice)
      notes[choice].append(
        Note(
          logProbability: logProbability, top: likeliest(request.topLogProbabilities, of: row), isLast: isLast))
      if token != guess || isLast { break }
    }
    return tokens
  }

  /// What the constraint allows, and the end tokens where the text satisfies it; all but these while the model reasons.
  private func allowed(for choice: Int, vocabulary: Int) -> TokenMask? {
    guard !texts.isEmpty else { return nil }
    guard !isReasoning[choice] else {
      var allowed = TokenMask(allOf: vocabulary)
      for token in endIDs { allowed.set(Int(token), to: false) }
      return allowed
    }
    var allowed = texts[choice].allowed()
    let isComplete = texts[choice].isComplete()
    for token in endIDs { allowed.set(Int(token), to: isComplete) }
    return allowed
  }

  /// Takes note of a token; whether the constraint lets nothing follow it.
  private func isLast(_ token: Int32, of choice: Int) -> Bool {
    guard !texts.isEmpty, !endIDs.contains(token) else { return false }
    guard !isReasoning[choice] else {
      isReasoning[choice] = token != reasoning?.close
      return false
    }
    _ = texts[choice].append(token)
    return texts[choice].isAtEnd()
  }

  /// Whether the next token to be sent ends its alternative: its bytes complete one of the strings that do, or nothing can
  /// follow it.
  func ends(with bytes: [UInt8], of choice: Int) -> Bool {
    let completesStop = stops.completes(with: bytes, of: choice)
    return completesStop || notes[choice].first?.isLast ?? false
  }

  func send(_ event: TokenEvent) {
    let choice = event.id.choice
    if event.finish != nil { openChoices.remove(choice) }
    let note = notes[choice].removeFirst()
    continuation.yield(
      GeneratedToken(
        choice: choice, token: event.token, logProbability: note.logProbability, top: note.top, finish: event.finish,
        promptLogits: choice == 0 ? promptLogits : []))
    if choice == 0 { promptLogits = [] }
  }
}
