internal import ArgumentParser
internal import Deidentification
internal import Foundation

/// `weir deidentify --jsonl`: each line's text without its identifiers, and where they were.
struct DeidentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deidentify", abstract: "Take the identifiers out of text, JSON Lines in and out.",
    discussion: """
      Reads {"id","text"} on standard input, writes {"id","text","spans"} in the same order. Spans count Unicode \
      scalars of the input. With --map all lines are one conversation, and FILE gets what `weir reidentify` needs.
      """)

  @Flag(name: .customLong("jsonl"), help: "Read and write JSON Lines (the only format so far).")
  var isJSONLines = false
  @Option(help: "auto, en or zh. All recognizers always run: text mixes languages.")
  var lang = TextLanguage.auto
  @Option(help: "A policy file: its kinds and recognizers apply.")
  var policy: String?
  @Option(help: "Threads; all cores unless given.")
  var threads = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Where to write the surrogates and what they stand for.")
  var map: String?

  func validate() throws {
    guard isJSONLines else { throw ValidationError("give --jsonl: JSON Lines is the only format") }
    guard threads > 0 else { throw ValidationError("--threads must be 1 or more") }
  }

  func run() throws {
    let deidentifier = try Deidentifier(try policy.map(deidentificationOptions(policy:)) ?? .init())
    let conversation = map == nil ? nil : ConversationMap()
    // One conversation's surrogates are numbered in the order of its lines, so it has one thread.
    try runJSONLines(threads: conversation == nil ? threads : 1) { line in
      deidentifyLine(line, deidentifier, conversation)
    }
    if let map, let conversation { try conversation.write(to: map) }
  }
}

enum TextLanguage: String, ExpressibleByArgument { case auto, en, zh }

/// The answer to one line: its de-identified text, or why there is none.
func deidentifyLine(_ line: [UInt8], _ deidentifier: Deidentifier, _ conversation: ConversationMap?) -> [UInt8] {
  let input: DeidentifyInput
  do {
    input = try JSONDecoder().decode(DeidentifyInput.self, from: Data(line))
  } catch {
    return lineError(id: DeidentifyInput.id(of: line), #"the line is not {"id":…,"text":"…"} in JSON"#)
  }
  do {
    let text = IdentifiedText(input.text)
    let result = try conversation?.deidentify(text, with: deidentifier) ?? deidentify(text, deidentifier)
    return encodeLine(DeidentifyOutput(id: input.id, result))
  } catch {
    return lineError(id: input.id, "\(error)")
  }
}

private func deidentify(_ text: IdentifiedText, _ deidentifier: Deidentifier) throws -> Deidentification {
  var map = SurrogateMap()
  return try deidentifier.deidentify(text, into: &map)
}
