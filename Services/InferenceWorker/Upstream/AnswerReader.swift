internal import Foundation

/// Turns the events of one streamed completion into the tokens of its choices. Pure.
///
/// Reasoning that an upstream sends in a field of its own is wrapped as `<think>…</think>` before the answer: so the
/// same models write it when they run here, and it passes the same output filter as all other text.
struct AnswerReader {
  private var choices: [Choice]
  private var events = EventStream()
  private var tokens = 0
  /// The last token of the answer, kept back until usage has told how many tokens there were.
  private var last: UpstreamToken?
  private(set) var isComplete = false

  init(choices: Int) { self.choices = Array(repeating: Choice(), count: choices) }

  /// Throws for an event that is no part of a completion, or that holds what cannot be inspected.
  mutating func push(_ bytes: [UInt8]) throws(UpstreamError) -> [UpstreamToken] {
    var found: [UpstreamToken] = []
    for event in try events.push(bytes) where !isComplete {
      if event.elementsEqual("[DONE]".utf8) { found += try finish() } else { found += try read(event) }
    }
    return found
  }

  /// Ends the answer: nothing comes after `[DONE]` or the end of the body.
  ///
  /// - Throws: `.brokenOff` while a choice has no reason to end.
  mutating func finish() throws(UpstreamError) -> [UpstreamToken] {
    guard !isComplete else { return [] }
    guard choices.allSatisfy(\.isFinished) else { throw .brokenOff }
    isComplete = true
    defer { last = nil }
    return last.map { [$0] } ?? []
  }

  private mutating func read(_ data: [UInt8]) throws(UpstreamError) -> [UpstreamToken] {
    guard let event = try? JSONDecoder().decode(CompletionEvent.self, from: Data(data)) else { throw .malformed }
    guard event.error == nil else { throw .failed }
    var found: [UpstreamToken] = []
    for part in event.choices ?? [] {
      if let token = try take(part) { found.append(token) }
    }
    note(event.usage)
    return found
  }

  private mutating func take(_ part: CompletionEvent.Choice) throws(UpstreamError) -> UpstreamToken? {
    let index = part.index ?? 0
    guard choices.indices.contains(index) else { throw .malformed }
    guard part.delta?.hasOtherContent != true else { throw .otherContent }
    guard !choices[index].isFinished else { return nil }
    let finish = try part.finish_reason.map(Self.finish)
    let text = choices[index].take(part, isLast: finish != nil)
    guard finish != nil || !text.isEmpty else { return nil }
    let token = UpstreamToken(choice: index, text: text, finish: finish, tokens: text.isEmpty ? 0 : 1)
    tokens += token.tokens
    guard finish != nil, choices.allSatisfy(\.isFinished) else { return token }
    last = token
    return nil
  }

  private static func finish(_ reason: String) throws(UpstreamError) -> UpstreamToken.Finish {
    switch reason {
    case "stop", "eos", "end_turn": return .stop
    case "length", "max_tokens": return .length
    case "content_filter": return .contentFilter
    case "tool_calls", "function_call": throw .otherContent
    // "insufficient_system_resource", "abort", "error": the upstream gave up.
    default: throw .failed
    }
  }

  private mutating func note(_ usage: CompletionEvent.Usage?) {
    guard let total = usage?.completion_tokens, total > tokens, total <= Self.tokensMax else { return }
    last?.tokens += total - tokens
    tokens = last == nil ? tokens : total
  }

  /// Above every context there is: a number beyond it is no count.
  private static let tokensMax = 1 << 24

  /// One alternative.
  private struct Choice {
    private enum State { case begun, reasoning, answering }

    private var state = State.begun
    private(set) var isFinished = false

    mutating func take(_ part: CompletionEvent.Choice, isLast: Bool) -> String {
      let delta = part.delta
      let thought = [delta?.reasoning_content, delta?.reasoning].compactMap { $0 }.first { !$0.isEmpty } ?? ""
      let said = (part.text ?? "") + (delta?.content ?? "") + (delta?.refusal ?? "")
      isFinished = isLast
      return opening(thought) + thought + closing(said, isLast: isLast) + said
    }

    private mutating func opening(_ thought: String) -> String {
      // Reasoning after the answer has begun is rare, and stays readable in a section of its own.
      guard !thought.isEmpty, state != .reasoning else { return "" }
      defer { state = .reasoning }
      return state == .begun ? "<think>\n" : "\n<think>\n"
    }

    private mutating func closing(_ said: String, isLast: Bool) -> String {
      guard !said.isEmpty || isLast else { return "" }
      defer { state = .answering }
      return state == .reasoning ? "\n</think>\n\n" : ""
    }
  }
}
