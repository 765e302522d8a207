internal import ArgumentParser
internal import Constraints
internal import Foundation
internal import Generation
internal import ModelFiles
internal import Scheduling
internal import Tokenization

/// `weir generate --jsonl`: each line's prompt continued by a model in this process.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Continue prompts with a model, JSON Lines in and out.",
    discussion: """
      Reads {"id","prompt"} or {"id","ids"} on standard input, writes {"id","ids","text"} in the same order: the new \
      tokens and their text. Given ids are taken as they are. Lines are computed together, several at a time.
      """)

  @Option(help: "A GGUF file, or a folder with config.json and safetensors.")
  var model: String
  @Flag(name: .customLong("jsonl"), help: "Read and write JSON Lines (the only format so far).")
  var isJSONLines = false
  @Option(help: "New tokens at most.")
  var maxTokens = 128
  @Option(help: "0 takes the likeliest token.")
  var temperature: Float = 0
  @Option(help: "Keep the K likeliest tokens; 0 is off.")
  var topK = 0
  @Option(help: "Keep the likeliest tokens that hold this much probability; 1 is off.")
  var topP: Float = 1
  @Option(help: "Keep tokens at least P times as likely as the likeliest; 0 is off.")
  var minP: Float = 0
  @Option(help: "Weaken tokens of the prompt and the answer by this factor; 1 is off.")
  var repetitionPenalty: Float = 1
  @Option(help: "Take this off a token's logit each time that the answer has it.")
  var frequencyPenalty: Float = 0
  @Option(help: "Take this off the logits of the answer's tokens once.")
  var presencePenalty: Float = 0
  @Option(name: .customLong("n"), help: "Alternatives for each line.")
  var choices = 1
  @Option(help: "The same seed gives the same tokens.")
  var seed: UInt64 = 0
  @Option(help: "A file with a JSON schema that every answer satisfies, as far as --max-tokens lets it.")
  var jsonSchema: String?
  @Option(help: "Give the logits of the prompt's last N positions.")
  var logits = 0
  @Option(help: "Give each new token's log-probability and those of the N likeliest in its place.")
  var topLogprobs: Int?
  @Option(help: "auto, f32, f16, bf16, int8 or int4: how weights are kept and multiplied.")
  var precision = PrecisionOption.auto
  @Option(help: "A folder that PEFT saved a LoRA adapter in, to run the model with.")
  var adapter: String?
  @OptionGroup var serving: ServingOptions
  @Option(help: "Compute threads; the cores this process may use unless given.")
  var threads = SessionShape.threadsDefault

  /// As many as the OpenAI interface has.
  private static let topLogprobsMax = 20

  func validate() throws {
    guard isJSONLines else { throw ValidationError("give --jsonl: JSON Lines is the only format") }
    guard maxTokens >= 0, logits >= 0 else { throw ValidationError("--max-tokens and --logits must be 0 or more") }
    guard (0...Self.topLogprobsMax).contains(topLogprobs ?? 0) else {
      throw ValidationError("--top-logprobs must be from 0 to \(Self.topLogprobsMax)")
    }
    guard threads > 0 else { throw ValidationError("--threads must be 1 or more") }
    guard (1...EngineConfiguration().choicesMax).contains(choices) else {
      throw ValidationError("--n must be from 1 to \(EngineConfiguration().choicesMax)")
    }
    if let complaint = sampling.complaint { throw ValidationError(complaint) }
  }

  func run() throws {
    let source = try openModel(model), precision = precision.resolved(for: source)
    var configuration = EngineConfiguration()
    configuration.threads = threads
    let loaded = try usable { () throws(ModelFileError) in
      let adapters = if let adapter { [try AdapterFolder(path: adapter)] } else { [AdapterFolder]() }
      return try loadModel(source, precision: precision, adapters: adapters)
    }
    let tokenizer = Result { try modelTokenizer(model) }
    if let tokenizer = try? tokenizer.get(), let open = tokenizer.id(of: "<think>"),
      let close = tokenizer.id(of: "</think>")
    {
      configuration.reasoning = ReasoningTokens(open: open, close: close)
    }
    let engine = Engine(
      serving.applied(to: loaded, adapter: adapter == nil ? nil : 0), configuration,
      tokenBytes: { id in (try? tokenizer.get().bytes(of: id)) ?? [] })
    let generator = LineGenerator(
      engine: engine, tokenizer: tokenizer, sampling: sampling, tokensMax: maxTokens, choices: choices,
      promptLogits: logits, topLogProbabilities: topLogprobs, constraint: try constraint(of: engine))
    // As many lines under way as fill the engine's slots; these threads only wait.
    try runJSONLines(threads: max(1, configuration.slots / choices), linesPerBatch: 1) { generator.answer($0) }
  }

  private func constraint(of engine: Engine) throws -> Constraint? {
    guard let jsonSchema else { return nil }
    guard let schema = try? String(contentsOfFile: jsonSchema, encoding: .utf8) else {
      throw ValidationError("\(jsonSchema) is no readable text")
    }
    return try usable { () throws(ConstraintError) in try engine.constraint(for: schema) }
  }

  private var sampling: SamplingParameters {
    SamplingParameters(
      temperature: temperature, topK: topK, topP: topP, minP: minP, repetitionPenalty: repetitionPenalty,
      frequencyPenalty: frequencyPenalty, presencePenalty: presencePenalty, seed: seed)
  }
}
