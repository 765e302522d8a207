import ArgumentParser
import Audit
import Contracts
import Foundation
import Operations

/// `weir quickstart`: from an empty folder to two answered questions, with what was hidden and the proof of it.
struct QuickstartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quickstart",
    abstract: "Set up, start, ask one question in English and one in Chinese, show the proof.")

  @Option(help: "The folder with the policies, the model and the knowledge base that ship.") var resources: String

  func run() async throws {
    let printer = AnswerPrinter(shows: .walk)
    let installation = try Installation.open()
    printer.heading("Setting up \(installation.state.root)")
    try installation.fill(from: resources)
    let administration = CommandAdministration(installation: installation)
    try ShippedKnowledge(resources: resources).ingest(
      into: installation.state, recording: { try administration.record(.ingest, $0) }, report: printer.line)
    printer.heading("Starting the services")
    try DetachedSupervisor(state: installation.state, environment: ProcessInfo.processInfo.environment).start()
    let session = try GatewayOptions.parse([]).session()
    var outcomes: [UInt64] = []
    for demonstration in Demonstration.all {
      printer.heading("A question in \(demonstration.language), as a caller sends it")
      printer.line(demonstration.question)
      let messages = [WeirChatMessage(role: "user", content: demonstration.question)]
      let finish = try await session.ask(messages, explain: true) { printer.show($0) }
      outcomes += [finish.auditIntent, finish.auditOutcome]
    }
    try prove(outcomes, installation, printer)
    goOn(installation, printer)
  }

  private func prove(_ indexes: [UInt64], _ installation: Installation, _ printer: AnswerPrinter) throws {
    printer.heading("The audit records of both questions (no identifier is in them)")
    let verifier = AuditVerifier(directory: installation.state.audit)
    for index in indexes { printer.line(String(decoding: try verifier.record(index: index), as: UTF8.self)) }
    let log = try verifier.verify()
    printer.heading("The proof")
    printer.line("the log of \(log.size) records verifies; its root is \(log.root)")
    let key = try verifier.trustedKey()
    for index in indexes {
      try verifier.prove(index: index).verify(record: verifier.record(index: index), key: key)
      printer.line("record \(index) is in it: weir audit prove \(index)")
    }
  }

  private func goOn(_ installation: Installation, _ printer: AnswerPrinter) {
    let port = installation.configuration.gateway.httpPort
    let weir = CommandLine.arguments[0]
    printer.heading("How to go on")
    printer.line("a conversation:   \(weir) chat")
    printer.line("any OpenAI client: base URL http://127.0.0.1:\(port)/v1, for example")
    printer.line("  curl http://127.0.0.1:\(port)/v1/chat/completions -H 'Content-Type: application/json' \\")
    printer.line("    -H \"Authorization: Bearer $(cat \(installation.state.keys)/local-api-key)\" \\")
    printer.line(
      "    -d '{\"model\":\"weir-medical-mini\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"…\"}]}'")
    printer.line("stop the services: \(weir) down")
    printer.line("The model that ships is small and its answers are no medical advice.")
  }
}
