internal import Generation

/// A request that the engine serves: its alternatives' samplers and its stream.
final class OpenRequest {
  let id: UInt64
  let continuation: AsyncStream<GeneratedToken>.Continuation
  private(set) var openChoices: Set<Int>
  private let request: GenerationRequest
  private var samplers: [Sampler]
  /// Of the tokens sampled and not yet sent, for each alternative.
  private var logProbabilities: [[Float]]
  private var promptLogits: [[Float]] = []
  private var stops: StopStrings

  init(_ submission: Submission) {
    (id, request, continuation) = (submission.id, submission.request, submission.continuation)
    openChoices = Set(0..<request.choices)
    samplers = (0..<request.choices).map { [request] in Sampler(request.sampling, choice: $0, prompt: request.prompt) }
    stops = StopStrings(request.stop, choices: request.choices)
    logProbabilities = Array(repeating: [], count: request.choices)
  }

  var tenant: [UInt8] { request.tenant }

  func sequences(endIDs: Set<Int32>) -> SequenceRequest {
    SequenceRequest(
      request: id, prompt: request.prompt, tokensMax: request.tokensMax, endIDs: request.endIDs ?? endIDs,
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
      let (token, logProbability) = samplers[choice].sample(row)
      tokens.append(token)
      logProbabilities[choice].append(logProbability)
      if token != guess { break }
    }
    return tokens
  }

  /// Whether a token's bytes complete one of the strings that end an alternative.
  func completesStop(_ bytes: [UInt8], of choice: Int) -> Bool { stops.completes(with: bytes, of: choice) }

  func send(_ event: TokenEvent) {
    let choice = event.id.choice
    if event.finish != nil { openChoices.remove(choice) }
    continuation.yield(
      GeneratedToken(
        choice: choice, token: event.token, logProbability: logProbabilities[choice].removeFirst(),
        finish: event.finish, promptLogits: choice == 0 ? promptLogits : []))
    if choice == 0 { promptLogits = [] }
  }
}
