internal import Generation

/// What an engine does with many callers on this machine. Times in seconds.
public struct ServingReport: Sendable, Codable, Hashable {
  /// From request to first token: of a prompt that was never seen, of one that shares its prefix with it, and how many
  /// times sooner the second came.
  public var prefixTokens: Int
  public var firstTokenOfNewPrefix: Double
  public var firstTokenOfSharedPrefix: Double
  public var prefixSpeedup: Double
  /// Clients that each ask again as soon as they are answered, their answers' tokens per second in all, and the 50th and
  /// 95th percentile of the time to a first token.
  public var clients: Int
  public var servedTokensPerSecond: Double
  public var firstTokenMedian: Double
  public var firstTokenP95: Double
}

/// How much to measure.
public struct ServingWorkload: Sendable {
  public var prefixTokens = 2000
  public var clients = 16
  public var requestsPerClient = 2
  public var promptTokens = 64
  public var answerTokens = 32

  public init() {}
}

/// Measures an engine with prompts of made-up tokens. `seconds` is a monotonic clock.
public func measureServing(
  _ engine: Engine, _ workload: ServingWorkload, seconds: @escaping @Sendable () -> Double
) async throws -> ServingReport {
  let client = BenchmarkClient(engine: engine, seconds: seconds)
  let prefix = client.prompt(min(workload.prefixTokens, engine.contextTokens - 2), seed: 1)
  // Weights are touched before the first measurement.
  _ = try await client.ask(client.prompt(16, seed: 2), tokensMax: 1, salt: [0])
  let new = try await client.ask(prefix, tokensMax: 1, salt: [1]).firstToken
  let shared = try await client.ask(prefix.dropLast() + [7], tokensMax: 1, salt: [1]).firstToken
  let start = seconds()
  let answers = try await withThrowingTaskGroup(of: [BenchmarkClient.Answer].self) { group in
    for number in 0..<workload.clients {
      group.addTask {
        var answers: [BenchmarkClient.Answer] = []
        for request in 0..<workload.requestsPerClient {
          let prompt = client.prompt(workload.promptTokens, seed: 100 + number * workload.requestsPerClient + request)
          answers.append(try await client.ask(prompt, tokensMax: workload.answerTokens, salt: nil))
        }
        return answers
      }
    }
    return try await group.reduce(into: []) { $0 += $1 }
  }
  let wall = seconds() - start, firsts = answers.map(\.firstToken).sorted()
  return ServingReport(
    prefixTokens: prefix.count, firstTokenOfNewPrefix: new, firstTokenOfSharedPrefix: shared,
    prefixSpeedup: new / shared, clients: workload.clients,
    servedTokensPerSecond: Double(answers.reduce(0) { $0 + $1.tokens }) / wall,
    firstTokenMedian: firsts[firsts.count / 2], firstTokenP95: firsts[min(firsts.count - 1, firsts.count * 95 / 100)])
}

/// Asks an engine and takes the time.
private struct BenchmarkClient: Sendable {
  struct Answer: Sendable {
    var firstToken = 0.0, tokens = 0
  }

  let engine: Engine
  let seconds: @Sendable () -> Double

  func ask(_ prompt: [Int32], tokensMax: Int, salt: [UInt8]?) async throws -> Answer {
    let start = seconds()
    var answer = Answer()
    for await _ in try engine.submit(.init(prompt: prompt, tokensMax: tokensMax, endIDs: [], salt: salt)) {
      if answer.tokens == 0 { answer.firstToken = seconds() - start }
      answer.tokens += 1
    }
    return answer
  }

  func prompt(_ count: Int, seed: Int) -> [Int32] {
    (0..<count).map { Int32(($0 &* 7919 &+ seed &* 104_729) % engine.model.vocabularySize) }
  }
}
