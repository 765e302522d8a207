internal import Generation

/// A request that the engine serves: its alternatives' samplers and its stream.
final class OpenRequest {
  let id: UInt64
  let continuation: AsyncStream<GeneratedToken>.Continuation
  private(set) var openChoices: Set<Int>
  private let request: GenerationRequest
  private var samplers: [Sampler]
  private var logProbabilities: [Float]
  private var promptLogits: [[Float]] = []

  init(_ submission: Submission) {
    (id, request, continuation) = (submission.id, submission.request, submission.continuation)
    openChoices = Set(0..<request.choices)
    samplers = (0..<request.choices).map { [request] in Sampler(request.sampling, choice: $0, prompt: request.prompt) }
    logProbabilities = Array(repeating: 0, count: request.choices)
  }

  func sequence(_ choice: Int, endIDs: Set<Int32>) -> SequenceRequest {
    SequenceRequest(
      id: SequenceID(request: id, choice: choice), prompt: request.prompt, tokensMax: request.tokensMax,
      endIDs: endIDs, promptLogits: choice == 0 ? request.promptLogits : 0)
  }

  func keepPromptLogits(_ rows: ArraySlice<[Float]>, of choice: Int) {
    if choice == 0 { promptLogits += rows }
  }

  func sample(_ logits: [Float], for choice: Int) -> Int32 {
    let (token, logProbability) = samplers[choice].sample(logits)
    logProbabilities[choice] = logProbability
    return token
  }

  func send(_ event: TokenEvent) {
    let choice = event.id.choice
    if event.finish != nil { openChoices.remove(choice) }
    continuation.yield(
      GeneratedToken(
        choice: choice, token: event.token, logProbability: logProbabilities[choice], finish: event.finish,
        promptLogits: choice == 0 ? promptLogits : []))
    if choice == 0 { promptLogits = [] }
  }
}
