import ArgumentParser
import Generation
import Scheduling

/// `weir bench generate`: prefill, decoding and batched decoding of one model, and what an engine serves with it.
struct BenchGenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Measure a model on this machine, beside what its memory allows.")

  @Option(help: "A GGUF file, or a folder with config.json and safetensors.") var model: String
  @Option(help: "auto, f32, f16, bf16, int8 or int4.") var precision = PrecisionOption.auto
  @Option(help: "Compute threads; the cores this process may use unless given.")
  var threads = SessionShape.threadsDefault
  @Option(help: "Tokens of the prompt.") var promptTokens = 512
  @Option(help: "Tokens decoded.") var decodeTokens = 64
  @Option(help: "Sequences decoded together.") var sequences = 8
  @Option(help: "Clients that ask an engine at the same time; 0 leaves the engine out.") var clients = 0
  @OptionGroup var serving: ServingOptions
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    let clock = ContinuousClock()
    let start = clock.now
    let seconds = { @Sendable in (clock.now - start) / .seconds(1) }
    let source = try openModel(model)
    var workload = GenerationWorkload()
    (workload.threads, workload.promptTokens) = (threads, promptTokens)
    (workload.decodeTokens, workload.batchSequences) = (decodeTokens, sequences)
    let loaded = serving.applied(to: try loadModel(source, precision: precision.resolved(for: source)))
    if clients > 0 { return try await serve(loaded, seconds) }
    let report = measureGeneration(loaded, workload, seconds: seconds, processSeconds: Measuring.processorTime)
    if json { return try printJSON(report) }
    print(
      "prefill \(Int(report.prefillTokensPerSecond)) tokens/s, decode \(Int(report.decodeTokensPerSecond)) tokens/s")
    print("\(report.batchSequences) together: \(Int(report.batchDecodeTokensPerSecond)) tokens/s")
    print("weights read at \(Int(report.bandwidthShare * 100)) % of the memory's speed")
  }
  private func serve(_ model: any LanguageModel, _ seconds: @escaping @Sendable () -> Double) async throws {
    var configuration = EngineConfiguration(), workload = ServingWorkload()
    (configuration.threads, configuration.slots, workload.clients) = (threads, clients, clients)
    (workload.promptTokens, workload.answerTokens) = (promptTokens, decodeTokens)
    let report = try await measureServing(Engine(model, configuration), workload, seconds: seconds)
    if json { return try printJSON(report) }
    print("\(clients) clients: \(report.servedTokensPerSecond) tokens/s, first token p95 \(report.firstTokenP95) s")
    print("a known prefix of \(report.prefixTokens) tokens: first token \(Int(report.prefixSpeedup)) times sooner")
  }
}
