import ArgumentParser
import Contracts

/// `weir chat`: a conversation. Every turn is sent with those before it, so a name keeps its surrogate.
struct ChatCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "chat", abstract: "Hold a conversation; Ctrl-D ends it.")

  @OptionGroup var gateway: GatewayOptions
  @Flag(help: "Show what the model saw before each answer.") var explain = false

  func run() async throws {
    let session = try gateway.session()
    let printer = AnswerPrinter(shows: explain ? .walk : .answer)
    var messages: [WeirChatMessage] = []
    while let line = prompt() {
      guard !line.isEmpty else { continue }
      messages.append(WeirChatMessage(role: "user", content: line))
      do {
        messages.append(WeirChatMessage(role: "assistant", content: try await answer(session, messages, printer)))
      } catch {
        messages.removeLast()
        print("\(error)")
      }
    }
  }

  private func prompt() -> String? {
    print("> ", terminator: "")
    return readLine()
  }

  private func answer(_ session: GatewaySession, _ messages: [WeirChatMessage], _ printer: AnswerPrinter)
    async throws -> String
  {
    var text = ""
    _ = try await session.ask(messages, explain: explain) { event in
      if case .delta(let delta) = event { text += delta.text }
      printer.show(event)
    }
    return text
  }
}
