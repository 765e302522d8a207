internal import ArgumentParser
internal import Deidentification
internal import Foundation

/// `weir deidentify`: documents and JSON Lines without their identifiers.
struct DeidentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deidentify", abstract: "Take the identifiers out of text and documents.",
    discussion: """
      Reads standard input, writes standard output in the same format: plain text, JSON and FHIR (structure kept), CSV \
      (a column's name says what it holds), HL7 v2. With --jsonl reads {"id","text"} a line and writes \
      {"id","text","spans"} in the same order, on all threads; spans count Unicode scalars of the input. With --map all \
      lines are one conversation, and FILE gets what `weir reidentify` needs. With --evaluate reads no input and prints \
      how well the labelled texts of GOLD are covered.
      """)

  @Flag(name: .customLong("jsonl"), help: "Short for --format jsonl.")
  var isJSONLines = false
  @Option(help: "\(DocumentFormat.allCases.map(\.rawValue).joined(separator: ", ")). CSV must be named.")
  var format = DocumentFormat.auto
  @Option(help: "auto, en or zh. All recognizers always run: text mixes languages.")
  var lang = TextLanguage.auto
  @Option(help: "A policy file: its kinds and recognizers apply.")
  var policy: String?
  @Option(help: "Threads for JSON Lines; all cores unless given.")
  var threads = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Where to write the surrogates and what they stand for.")
  var map: String?
  @Option(
    help:
      "A file with 64 hexadecimal digits: what a policy's keyed operators (surrogate, hash, encrypt, shift_date) derive from."
  )
  var key: String?
  @Flag(
    help:
      "Say for each identifier which rule found it, on what evidence, under which policy: in the spans of JSON Lines, else on standard error."
  )
  var explain = false
  @Flag(help: "Show plain text with identifiers struck out in red and surrogates in green.")
  var diff = false
  @Option(help: #"A file of {"id","text","spans":[{"start","end","type"}]} lines to score against."#)
  var evaluate: String?

  func validate() throws {
    guard threads > 0 else { throw ValidationError("--threads must be 1 or more") }
    guard !isJSONLines || [.auto, .jsonl].contains(format) else {
      throw ValidationError("--jsonl and --format \(format.rawValue) exclude each other")
    }
    guard !diff || !isJSONLines && [.auto, .text].contains(format) else {
      throw ValidationError("--diff shows plain text only")
    }
  }

  func run() throws {
    let deidentifier = try Deidentifier(try policy.map(deidentificationOptions(policy:)) ?? .init())
    if let evaluate { return try Evaluation(path: evaluate).run(deidentifier) }
    let keys = try key.map(surrogateKeys(path:))
    let conversation = map == nil ? nil : ConversationMap(keys: keys)
    if isJSONLines || format == .jsonl {
      try lines(deidentifier, conversation, keys)
    } else {
      try document(deidentifier, conversation ?? .unrestored(keys: keys))
    }
    if let map, let conversation { try conversation.write(to: map) }
  }

  private func lines(_ deidentifier: Deidentifier, _ conversation: ConversationMap?, _ keys: SurrogateKeys?) throws {
    let rule = explain ? ruleName : nil
    // One conversation's surrogates are numbered in the order of its lines, so it has one thread.
    try runJSONLines(threads: conversation == nil ? threads : 1) { line in
      deidentifyLine(line, deidentifier, conversation ?? ConversationMap(keys: keys), explainedBy: rule)
    }
  }

  private func document(_ deidentifier: Deidentifier, _ conversation: ConversationMap) throws {
    let session = DocumentSession(deidentifier, conversation) { original, result in
      guard explain else { return }
      for explanation in Explanation.all(original, result.spans, rule: ruleName) {
        try ByteSink.standardError.write(encodeLine(explanation) + [0x0a])
      }
    }
    let input = ByteSource.standardInput
    try rewrite(diff ? .text : format, from: input, to: .standardOutput) { value, field in
      diff ? try session.difference(value) : try session.rewrite(value, field: field)
    }
  }

  private var ruleName: String { policy ?? "built in: every kind" }
}

enum TextLanguage: String, ExpressibleByArgument { case auto, en, zh }
