internal import Constraints
internal import Foundation
internal import Generation
internal import Scheduling
internal import Tokenization

/// Answers lines of `weir generate`.
struct LineGenerator: Sendable {
  let engine: Engine
  /// A model whose tokenizer cannot be read still continues given ids.
  let tokenizer: Result<Tokenizer, any Error>
  let sampling: SamplingParameters
  let tokensMax: Int
  let choices: Int
  let promptLogits: Int
  /// Tokens beside each new one; nil for no log-probabilities at all.
  let topLogProbabilities: Int?
  let constraint: Constraint?

  /// The answer to one line; blocks until its last token, so it must not run on Swift's cooperative pool.
  func answer(_ line: [UInt8]) -> [UInt8] {
    let input: GenerateInput
    do {
      input = try JSONDecoder().decode(GenerateInput.self, from: Data(line))
    } catch {
      return lineError(id: GenerateInput.id(of: line), #"the line is not {"id":…,"prompt":"…"} or {"id":…,"ids":[…]}"#)
    }
    do {
      return encodeLine(try output(for: input))
    } catch {
      return lineError(id: input.id, "\(error)")
    }
  }

  private func output(for input: GenerateInput) throws -> GenerateOutput {
    let prompt = try input.ids ?? tokenizer.get().encode(input.prompt ?? "", addSpecial: true)
    let tokens = try collect(
      try engine.submit(
        // A prompt is computed with the first new token; without new tokens that one is left out of the answer.
        .init(
          prompt: prompt, tokensMax: max(1, tokensMax), sampling: sampling, choices: choices,
          promptLogits: promptLogits, constraint: constraint, topLogProbabilities: topLogProbabilities ?? 0)))
    let alternatives = (0..<choices).map { choice in
      alternative(Array(tokens.lazy.filter { $0.choice == choice }.prefix(tokensMax)))
    }
    return GenerateOutput(
      id: input.id, ids: alternatives[0].ids, text: alternatives[0].text,
      logprobs: alternatives[0].logprobs, choices: choices > 1 ? alternatives : nil,
      logits: promptLogits > 0 ? tokens.flatMap(\.promptLogits) : nil)
  }

  private func alternative(_ tokens: [GeneratedToken]) -> GenerateOutput.Alternative {
    let ids = tokens.map(\.token)
    return GenerateOutput.Alternative(
      ids: ids, text: text(of: ids), logprobs: topLogProbabilities == nil ? nil : tokens.map(logProbabilities))
  }

  private func logProbabilities(of token: GeneratedToken) -> GenerateOutput.Chosen {
    GenerateOutput.Chosen(
      id: token.token, token: text(of: [token.token]), logprob: token.logProbability,
      top: token.top.map { .init(id: $0.token, token: text(of: [$0.token]), logprob: $0.logProbability) })
  }

  private func text(of ids: [Int32]) -> String? { (try? tokenizer.get())?.decode(ids, skipSpecial: true) }

  private func collect(_ stream: AsyncStream<GeneratedToken>) throws -> [GeneratedToken] {
    let collected = Collected(), done = DispatchSemaphore(value: 0)
    Task {
      collected.tokens = await stream.reduce(into: []) { $0.append($1) }
      done.signal()
    }
    done.wait()
    return collected.tokens
  }

  private final class Collected: @unchecked Sendable {  // Sendable: written before the semaphore, read after it.
    var tokens: [GeneratedToken] = []
  }
}

private struct GenerateInput: Decodable {
  var id: JSONID?
  var prompt: String?
  var ids: [Int32]?

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decodeIfPresent(JSONID.self, forKey: .id)
    prompt = try container.decodeIfPresent(String.self, forKey: .prompt)
    ids = try container.decodeIfPresent([Int32].self, forKey: .ids)
    guard (prompt == nil) != (ids == nil) else {
      throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "prompt or ids"))
    }
  }

  private enum CodingKeys: CodingKey { case id, prompt, ids }

  /// The id of a line that is otherwise not understood.
  static func id(of line: [UInt8]) -> JSONID? {
    struct OnlyID: Decodable { var id: JSONID? }
    return (try? JSONDecoder().decode(OnlyID.self, from: Data(line)))?.id
  }
}

private struct GenerateOutput: Encodable {
  struct Alternative: Encodable {
    var ids: [Int32]
    var text: String?
    var logprobs: [Chosen]?
  }

  /// A new token, and the likeliest in its place.
  struct Chosen: Encodable {
    struct Scored: Encodable {
      var id: Int32
      var token: String?
      var logprob: Float
    }
    var id: Int32
    var token: String?
    var logprob: Float
    var top: [Scored]
  }

  var id: JSONID?
  var ids: [Int32]
  /// nil when the model's tokenizer cannot be read.
  var text: String?
  /// One for each new token, where they were asked for.
  var logprobs: [Chosen]?
  /// All alternatives, where more than one was asked for.
  var choices: [Alternative]?
  var logits: [[Float]]?
}
