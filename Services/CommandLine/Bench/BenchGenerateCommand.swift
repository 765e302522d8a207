import ArgumentParser
import Generation

/// `weir bench generate`: prefill, decoding and batched decoding of one model.
struct BenchGenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Measure a model on this machine, beside what its memory allows.")

  @Option(help: "A GGUF file.") var model: String
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let report = measureGeneration(try loadModel(openModel(model))) { (clock.now - start) / .seconds(1) }
    if json { return try printJSON(report) }
    print(
      "prefill \(Int(report.prefillTokensPerSecond)) tokens/s, decode \(Int(report.decodeTokensPerSecond)) tokens/s")
    print("\(report.batchSequences) together: \(Int(report.batchDecodeTokensPerSecond)) tokens/s")
    print("weights read at \(Int(report.bandwidthShare * 100)) % of the memory's speed")
  }
}
