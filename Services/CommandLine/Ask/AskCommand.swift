import ArgumentParser
import Contracts

/// `weir ask QUESTION`: one question to the running gateway.
struct AskCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Ask one question and see what the model saw.")

  @OptionGroup var gateway: GatewayOptions
  @Flag(help: "Print the answer only.") var quiet = false
  @Argument(help: "The question. It may name people: they are taken out before the model sees it.")
  var question: String

  func run() async throws {
    let session = try gateway.session()
    let printer = AnswerPrinter(shows: quiet ? .answer : .walk)
    let messages = [WeirChatMessage(role: "user", content: question)]
    let finish = try await session.ask(messages, explain: !quiet) { printer.show($0) }
    guard !quiet else { return }
    printer.heading("Records")
    printer.line(
      "intent \(finish.auditIntent), outcome \(finish.auditOutcome): weir audit prove \(finish.auditOutcome)")
  }
}
