import ArgumentParser
import Contracts

/// `weir bench gateway`: questions to the running services, from several callers at once.
struct BenchGatewayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gateway", abstract: "Measure whole answers of the running services (start them with 'weir up').")

  @OptionGroup var options: GatewayOptions
  @Flag(help: "Print JSON (the only format).") var json = false
  @Option(help: "Questions to ask.") var calls = 64
  @Option(help: "Callers at once.") var callers = 4

  func validate() throws {
    guard calls > 0, callers > 0 else { throw ValidationError("--calls and --callers must be 1 or more") }
  }

  func run() async throws {
    let session = try options.session()
    let clock = ContinuousClock()
    let start = clock.now
    let answers = try await withThrowingTaskGroup(of: [Answer].self) { group in
      for caller in 0..<callers {
        group.addTask { try await ask(session, count: (calls + callers - 1 - caller) / callers) }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let seconds = (clock.now - start).seconds
    try printJSON(Figures(answers, seconds: seconds))
  }

  private func ask(_ session: GatewaySession, count: Int) async throws -> [Answer] {
    var answers: [Answer] = []
    let question = BenchText.english(megabytes: 0.0001)[0] + " Which medicine lowers high blood pressure?"
    for _ in 0..<count {
      let clock = ContinuousClock()
      let start = clock.now
      var first: Duration?
      let finish = try await session.ask([WeirChatMessage(role: "user", content: question)], explain: false) { event in
        if first == nil, case .delta = event { first = clock.now - start }
      }
      let whole = clock.now - start
      answers.append(Answer(first: first ?? whole, whole: whole, tokens: Int(finish.completionTokens)))
    }
    return answers
  }

  private struct Answer: Sendable {
    let first: Duration
    let whole: Duration
    let tokens: Int
  }

  /// Times by the wall clock, from the question to the first text and to the recorded end.
  private struct Figures: Encodable {
    var calls: Int
    var callsPerSecond: Double
    var tokensPerSecond: Double
    var firstTextMillisecondsP50: Double
    var firstTextMillisecondsP99: Double
    var answerMillisecondsP50: Double
    var answerMillisecondsP99: Double

    init(_ answers: [Answer], seconds: Double) {
      let first = SortedTimes(answers.map { $0.first.seconds * 1e3 })
      let whole = SortedTimes(answers.map { $0.whole.seconds * 1e3 })
      calls = answers.count
      callsPerSecond = Double(answers.count) / seconds
      tokensPerSecond = Double(answers.reduce(0) { $0 + $1.tokens }) / seconds
      (firstTextMillisecondsP50, firstTextMillisecondsP99) = (first.quantile(0.5), first.quantile(0.99))
      (answerMillisecondsP50, answerMillisecondsP99) = (whole.quantile(0.5), whole.quantile(0.99))
    }
  }
}
