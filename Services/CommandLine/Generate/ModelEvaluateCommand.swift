internal import ArgumentParser
internal import Foundation
internal import Generation
internal import ModelFiles
internal import Tokenization

/// `weir model evaluate`: perplexity on a text, and what each precision loses.
struct ModelEvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Measure a model's perplexity on a text, in one or several precisions.",
    discussion: "Losses are beside the first line's: the first precision with the first kind of cache.")

  @Option(help: "A GGUF file, or a folder with config.json and safetensors.")
  var model: String
  @Option(help: "A text file in UTF-8.")
  var text: String
  @Option(parsing: .upToNextOption, help: "One or several of auto, f32, f16, bf16, int8, int4.")
  var precision: [PrecisionOption] = [.auto]
  @Option(parsing: .upToNextOption, help: "One or several of f32, f16, int8: how keys and values are kept.")
  var cache: [CacheOption] = [.f32]
  @Option(help: "Tokens that the model sees together.")
  var window = 512
  @Option(help: "Compute threads; the cores this process may use unless given.")
  var threads = SessionShape.threadsDefault
  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard window > 1 else { throw ValidationError("--window must be 2 or more") }
    guard threads > 0 else { throw ValidationError("--threads must be 1 or more") }
    guard !precision.isEmpty, !cache.isEmpty else {
      throw ValidationError("give --precision and --cache at least one value each")
    }
  }

  func run() throws {
    let source = try openModel(model), tokenizer = try modelTokenizer(model)
    guard let text = try? String(contentsOfFile: text, encoding: .utf8) else {
      throw ValidationError("\(text) is no readable text in UTF-8")
    }
    let tokens = try tokenizer.encode(text, addSpecial: true)
    guard tokens.count > 1 else { throw ValidationError("the text has fewer than two tokens") }
    let hasStart = try tokenizer.encode("", addSpecial: true).first == tokens[0]
    var lines: [EvaluationLine] = []
    for precision in precision {
      let loaded = try usable { () throws(ModelFileError) in
        try loadModel(source, precision: precision.resolved(for: source))
      }
      for cache in cache {
        let result = perplexity(
          of: loaded, on: tokens, window: window, start: hasStart ? tokens[0] : nil, threads: threads,
          cache: cache.precision)
        lines.append(
          EvaluationLine(
            precision: precision.rawValue, cache: cache.rawValue, tokens: result.tokens, perplexity: result.value,
            meanLoss: result.meanLoss, addedLoss: result.meanLoss - (lines.first?.meanLoss ?? result.meanLoss)))
      }
    }
    if json { return try printJSON(lines) }
    for line in lines { print(line.description) }
  }
}

private struct EvaluationLine: Encodable, CustomStringConvertible {
  var precision: String
  /// How keys and values were kept.
  var cache: String
  var tokens: Int
  var perplexity: Double
  /// Nats per token, and how many more than the first line's.
  var meanLoss: Double
  var addedLoss: Double

  var description: String {
    let numbers = [perplexity, meanLoss, addedLoss].map { String(format: "%.5f", $0) }
    return """
      \(precision), cache \(cache): perplexity \(numbers[0]) over \(tokens) tokens, \(numbers[1]) nats a token \
      (\(numbers[2]) more)
      """
  }
}
