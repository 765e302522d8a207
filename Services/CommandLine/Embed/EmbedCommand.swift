internal import ArgumentParser
internal import Generation
internal import ModelFiles
internal import Tokenization

/// `weir embed --jsonl`: each line's text as one vector.
struct EmbedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed", abstract: "Turn texts into vectors with an encoder, JSON Lines in and out.",
    discussion: """
      Reads {"id","text"} or {"id","ids"} on standard input, writes {"id","embedding"} in the same order. A text longer \
      than the model takes is cut, its closing token kept.
      """)

  @Option(help: "A folder with config.json and safetensors, or a GGUF file, of the architecture bert.")
  var model: String
  @Flag(name: .customLong("jsonl"), help: "Read and write JSON Lines (the only format so far).")
  var isJSONLines = false
  @Option(help: "mean or cls; what the model was trained with unless given.")
  var pooling: PoolingOption?
  @Flag(name: .customLong("raw"), help: "Leave the vector as it is pooled, not at length 1.")
  var isRaw = false
  @Option(help: "auto, f32, f16, bf16, int8 or int4: how weights are kept and multiplied.")
  var precision = PrecisionOption.auto
  @Option(help: "Lines computed at once; the cores this process may use unless given.")
  var threads = SessionShape.threadsDefault

  func validate() throws {
    guard isJSONLines else { throw ValidationError("give --jsonl: JSON Lines is the only format") }
    guard threads > 0 else { throw ValidationError("--threads must be 1 or more") }
  }

  func run() throws {
    let source = try openModel(model), precision = precision.resolved(for: source)
    let encoder = try usable { () throws(ModelFileError) in try loadEncoder(source, precision: precision) }
    // One text on each core beats all cores on one text: no thread waits for another.
    let embedder = LineEmbedder(
      encoder: encoder, tokenizer: Result { try modelTokenizer(model) },
      pooling: pooling.flatMap { Pooling(rawValue: $0.rawValue) } ?? encoder.description.pooling, isNormalized: !isRaw,
      sessions: SessionPool(encoder))
    try runJSONLines(threads: threads, linesPerBatch: 8) { embedder.answer($0) }
  }
}

/// Generation's choices as an option.
enum PoolingOption: String, ExpressibleByArgument { case mean, cls }
