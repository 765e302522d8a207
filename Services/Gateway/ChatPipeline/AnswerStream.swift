internal import Cryptography
internal import OutputFilter
internal import Policy

/// Steps 11 to 13 for all choices of one answer: chunks in, text for the caller out. Pure.
struct AnswerStream {
  private var choices: [Choice]
  private(set) var completionTokens = 0
  /// Who made the tokens; nil before the first.
  private(set) var worker: String?

  init(_ cleared: ClearedPrompt, program: OutputFilterProgram) {
    let informed = cleared.recorded.tokenized.prompt.informed
    choices = (0..<cleared.choices).map { _ in
      Choice(program: program, isJSON: cleared.answerSchema != nil, stop: cleared.stop, informed: informed)
    }
  }

  /// Whether every choice has ended: by the model, the limit or the filter.
  var isFinished: Bool { choices.allSatisfy { $0.finish != nil } }
  var finishes: [FinishReason?] { choices.map(\.finish) }
  var findings: [FilterFinding] { choices.flatMap(\.filtered.findings) }
  /// What was released, before identifiers were put back: what the record commits to.
  var released: [String] { choices.map(\.released) }

  /// What the caller may read now. Throws when the worker names a choice that was not asked for.
  mutating func push(_ chunk: TokenChunk) throws(Refusal) -> ReidentifiedText? {
    guard choices.indices.contains(chunk.choice) else {
      throw Refusal(.internalFault, at: .generate, "the worker answered for a choice that was not asked for")
    }
    worker = chunk.worker
    guard choices[chunk.choice].finish == nil else { return nil }
    completionTokens += chunk.tokens
    return try choices[chunk.choice].push(chunk)
  }

  private struct Choice {
    var filtered: FilteredChoice
    /// On filtered text before identifiers are put back: what a worker saw of the stop strings is all that is compared,
    /// and the record commits to exactly the text that was sent.
    var stops: StopStrings
    var reidentifier: ChoiceReidentifier
    var finish: FinishReason?
    var released = ""

    init(program: OutputFilterProgram, isJSON: Bool, stop: [String], informed: InformedRequest) {
      filtered = FilteredChoice(program: program, isJSON: isJSON)
      stops = StopStrings(stop)
      reidentifier = ChoiceReidentifier(informed: informed)
    }

    mutating func push(_ chunk: TokenChunk) throws(Refusal) -> ReidentifiedText {
      var texts = [release(stops.push(try filtered.push(chunk.bytes)))]
      if chunk.finish != nil, !filtered.isStopped, !stops.isStopped {
        for text in try filtered.finish() { texts.append(release(stops.push(text))) }
      }
      finish = reason(chunk.finish)
      if finish != nil { texts += [release(stops.finish()), reidentifier.finish()] }
      return .joined(texts)
    }

    /// A stop string comes before what the filter stopped: it stands in text that the filter has let through.
    private func reason(_ reason: FinishReason?) -> FinishReason? {
      if stops.isStopped { return .stop }
      return filtered.isStopped ? .contentFilter : reason
    }

    private mutating func release(_ text: ReleasableText) -> ReidentifiedText {
      released += text.value
      return reidentifier.push(text)
    }
  }
}
