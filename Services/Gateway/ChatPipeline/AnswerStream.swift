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
    choices = (0..<cleared.choices).map { _ in Choice(program: program, informed: informed) }
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
    completionTokens += 1
    return try choices[chunk.choice].push(chunk)
  }

  private struct Choice {
    var filtered: FilteredChoice
    var reidentifier: ChoiceReidentifier
    var finish: FinishReason?
    var released = ""

    init(program: OutputFilterProgram, informed: InformedRequest) {
      filtered = FilteredChoice(program: program)
      reidentifier = ChoiceReidentifier(informed: informed)
    }

    mutating func push(_ chunk: TokenChunk) throws(Refusal) -> ReidentifiedText {
      var texts = [release(try filtered.push(chunk.bytes))]
      if filtered.isStopped {
        finish = .contentFilter
      } else if let reason = chunk.finish {
        for text in try filtered.finish() { texts.append(release(text)) }
        finish = filtered.isStopped ? .contentFilter : reason
      }
      if finish != nil { texts.append(reidentifier.finish()) }
      return .joined(texts)
    }

    private mutating func release(_ text: ReleasableText) -> ReidentifiedText {
      released += text.value
      return reidentifier.push(text)
    }
  }
}
