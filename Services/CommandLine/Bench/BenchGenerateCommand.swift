import ArgumentParser
import Generation

/// `weir bench generate`: prefill, decoding and batched decoding of one model.
struct BenchGenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Measure a model on this machine, beside what its memory allows.")

  @Option(help: "A GGUF file, or a folder with config.json and safetensors.") var model: String
  @Option(help: "auto, f32, f16, bf16 or int8.") var precision = PrecisionOption.auto
  @Option(help: "Compute threads; the cores this process may use unless given.")
  var threads = SessionShape.threadsDefault
  @Option(help: "Tokens of the prompt.") var promptTokens = 512
  @Option(help: "Tokens decoded.") var decodeTokens = 64
  @Option(help: "Sequences decoded together.") var sequences = 8
  @OptionGroup var serving: ServingOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let source = try openModel(model)
    var workload = GenerationWorkload()
    (workload.threads, workload.promptTokens) = (threads, promptTokens)
    (workload.decodeTokens, workload.batchSequences) = (decodeTokens, sequences)
    let loaded = try loadModel(source, precision: precision.resolved(for: source))
    let report = measureGeneration(
      serving.applied(to: loaded), workload, seconds: { (clock.now - start) / .seconds(1) },
      processSeconds: Measuring.processorTime)
    if json { return try printJSON(report) }
    print(
      "prefill \(Int(report.prefillTokensPerSecond)) tokens/s, decode \(Int(report.decodeTokensPerSecond)) tokens/s")
    print("\(report.batchSequences) together: \(Int(report.batchDecodeTokensPerSecond)) tokens/s")
    print("weights read at \(Int(report.bandwidthShare * 100)) % of the memory's speed")
  }
}
