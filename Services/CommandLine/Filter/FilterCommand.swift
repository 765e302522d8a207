internal import ArgumentParser
internal import Foundation
internal import OutputFilter
internal import Policy

/// `weir filter --policy FILE --jsonl`: what of each line's text a caller would get to see.
struct FilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter", abstract: "Filter text with a policy's rules, JSON Lines in and out.",
    discussion: """
      Reads {"id","text"} or {"id","chunks":[…]} on standard input, writes {"id","text","findings","stopped"} in the \
      same order. Chunks are pushed one by one, as a model would stream them; where the cuts are changes nothing. \
      Findings count Unicode scalars of the unfiltered text.
      """)

  @Flag(name: .customLong("jsonl"), help: "Read and write JSON Lines (the only format).")
  var isJSONLines = false
  @Flag(name: .customLong("chunks"), help: "Every line has \"chunks\"; a line without is an error.")
  var needsChunks = false
  @Option(help: "The policy file whose filter rules apply, all of them; the shipped policy unless given.")
  var policy: String?
  @Option(help: "Threads; all cores unless given.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard isJSONLines else { throw ValidationError("give --jsonl: JSON Lines is the only format") }
    guard threads > 0 else { throw ValidationError("--threads must be 1 or more") }
  }

  func run() throws {
    let program = try OutputFilterProgram(rules: try readPolicy(policy).filterRules)
    try runJSONLines(threads: threads) { answer(to: $0, program, needsChunks: needsChunks) }
  }
}

private func answer(to line: [UInt8], _ program: OutputFilterProgram, needsChunks: Bool) -> [UInt8] {
  let input: FilterInput
  do {
    input = try JSONDecoder().decode(FilterInput.self, from: Data(line))
  } catch {
    return lineError(id: FilterInput.id(of: line), #"the line is not {"id":…,"text":"…"} in JSON"#)
  }
  guard let chunks = input.chunks ?? (needsChunks ? nil : input.text.map { [$0] }) else {
    return lineError(id: input.id, needsChunks ? #"the line has no "chunks""# : #"the line has no "text" or "chunks""#)
  }
  do {
    return encodeLine(try FilterOutput(id: input.id, chunks, program))
  } catch {
    return lineError(id: input.id, "\(error)")
  }
}
