internal import ArgumentParser
internal import Constraints
internal import Foundation
internal import Tokenization

/// `weir bench schema`: finding the tokens that a JSON schema allows, along one answer.
struct BenchSchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Measure how quickly the tokens that a JSON schema allows are found.")

  @Flag(help: "Print JSON (the only format).") var json = false
  @Option(help: "A tokenizer.json or a GGUF file.") var tokenizer: String
  @Option(help: "A file with a JSON schema.") var schema: String
  @Option(help: "A file with an answer that satisfies it.") var text: String
  @Option(help: "Write the allowed tokens before each of the answer's here, a bit for each, to compare them.")
  var masks: String?

  func run() throws {
    let opened = try openTokenizer(tokenizer, cache: nil)
    let schema = try String(contentsOfFile: schema, encoding: .utf8)
    var vocabulary: Vocabulary?, constraint: Constraint?
    let arranging = Measuring.processorSeconds {
      // Masks are compared by whole words.
      vocabulary = Vocabulary(count: (opened.vocabularySize + 63) / 64 * 64) { opened.bytes(of: $0) }
    }
    guard let vocabulary else { return }
    let compiling = try Measuring.processorSeconds {
      constraint = try usable { () throws(ConstraintError) in try Constraint(schema: schema, vocabulary: vocabulary) }
    }
    guard let constraint else { return }
    let answer = try String(contentsOfFile: text, encoding: .utf8).trimmingCharacters(in: .newlines)
    let ids = try opened.encode(answer, addSpecial: false)
    let cold = try maskTimes(constraint, ids), cached = try maskTimes(constraint, ids)
    if let masks { try write(constraint, ids, to: masks) }
    try printJSON(
      Figures(
        tokens: ids.count, vocabularyMilliseconds: arranging * 1e3, compileMilliseconds: compiling * 1e3,
        coldMaskMicroseconds: cold.mean, coldMaskMicrosecondsP50: cold.quantile(0.5),
        coldMaskMicrosecondsMax: cold.quantile(1), cachedMaskMicroseconds: cached.mean))
  }

  /// The microseconds of processor time that each token's mask takes.
  private func maskTimes(_ constraint: Constraint, _ ids: [Int32]) throws -> SortedTimes {
    var answer = ConstrainedText(constraint)
    var times: [Double] = []
    for (index, id) in ids.enumerated() {
      times.append(Measuring.processorSeconds { _ = answer.allowed() } * 1e6)
      guard answer.append(id) else {
        throw ValidationError("the text does not satisfy the schema at its token \(index)")
      }
    }
    return SortedTimes(times)
  }

  private func write(_ constraint: Constraint, _ ids: [Int32], to path: String) throws {
    var answer = ConstrainedText(constraint), bytes = Data()
    for id in ids {
      for word in answer.allowed().words { withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) } }
      _ = answer.append(id)
    }
    try bytes.write(to: URL(filePath: path))
  }

  private struct Figures: Encodable {
    let tokens: Int
    let vocabularyMilliseconds: Double
    let compileMilliseconds: Double
    let coldMaskMicroseconds: Double
    let coldMaskMicrosecondsP50: Double
    let coldMaskMicrosecondsMax: Double
    let cachedMaskMicroseconds: Double
  }
}
