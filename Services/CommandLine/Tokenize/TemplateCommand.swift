internal import ArgumentParser
internal import Foundation
internal import Tokenization

/// `weir template --jsonl`: each line's conversation as the text that a model is given.
struct TemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template", abstract: "Render chat templates, JSON Lines in and out.",
    discussion: """
      Reads {"id","messages","add_generation_prompt",…}: every key but id is a variable of the template. Writes \
      {"id","text"}, or {"id","error"}, in the same order.
      """)

  @Option(help: "Take the template, and special tokens such as bos_token, from a tokenizer.json or a GGUF file.")
  var tokenizer: String?
  @Option(help: "A file with the template alone.")
  var template: String?
  @Flag(name: .customLong("jsonl"), help: "Read and write JSON Lines (the only format so far).")
  var isJSONLines = false
  @Option(help: "What strftime_now tells, as ISO 8601; the time of the start (UTC) unless given.")
  var now: String?
  @Option(help: "Threads; all cores unless given.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard isJSONLines else { throw ValidationError("give --jsonl: JSON Lines is the only format") }
    guard (tokenizer == nil) != (template == nil) else { throw ValidationError("give --tokenizer or --template") }
    guard threads > 0 else { throw ValidationError("--threads must be 1 or more") }
    guard now == nil || civilTime != nil else { throw ValidationError("--now is no date such as 2024-07-26T12:34:56") }
  }

  func run() throws {
    let (source, variables) = try sourceAndVariables()
    let line = TemplateLine(
      template: Result { () throws(TemplateError) in try ChatTemplate(source) }, variables: variables,
      now: civilTime ?? CivilTime(unixSeconds: Int(Date().timeIntervalSince1970)))
    try runJSONLines(threads: threads) { line.answer($0) }
  }

  private var civilTime: CivilTime? { now.flatMap(CivilTime.init(iso8601:)) }

  private func sourceAndVariables() throws -> (String, [String: TemplateValue]) {
    if let tokenizer {
      let tokenizer = try openTokenizer(tokenizer)
      guard let source = tokenizer.chatTemplate else { throw ValidationError("--tokenizer: it has no chat template") }
      return (source, tokenizer.specialTokens.mapValues { .string($0) })
    }
    guard let template, let source = try? String(contentsOfFile: template, encoding: .utf8) else {
      throw ValidationError("--template cannot be read as UTF-8")
    }
    return (source, [:])
  }
}
