import ArgumentParser
import Generation

/// `weir bench multiply`: one matrix product alone, beside what the processor's instructions allow.
struct BenchMultiplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "multiply", abstract: "Measure a matrix product alone, beside the peak of its instructions.")

  @Option(help: "How the weights are stored: f16, bf16, q8_0, q4_0, q4_1, q5_0, q4_K, q5_K or q6_K.")
  var format = "q8_0"
  @Option(help: "Tokens, which are rows of inputs.") var tokens = 512
  @Option(help: "Rows of the matrix.") var rows = 8_960
  @Option(help: "Columns of the matrix.") var columns = 1_536
  @Option(help: "Compute threads; the cores this process may use unless given.")
  var threads = SessionShape.threadsDefault
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard [tokens, rows, columns, threads].allSatisfy({ $0 > 0 }) else {
      throw ValidationError("tokens, rows, columns and threads are at least 1")
    }
  }

  func run() throws {
    let clock = ContinuousClock(), start = clock.now
    var workload = ProductWorkload()
    (workload.format, workload.tokens, workload.rows) = (format, tokens, rows)
    (workload.columns, workload.threads) = (columns, threads)
    guard let report = measureProduct(workload, seconds: { (clock.now - start) / .seconds(1) }) else {
      throw ValidationError(
        "weights cannot be made in \"\(format)\" with \(columns) columns; q8_0 takes multiples of 32")
    }
    if json { return try printJSON(report) }
    print(
      "\(report.kernels), \(report.format): \(Int(report.gigaproductsPerSecond)) of at most",
      "\(Int(report.gigaproductsPerSecondPeak)) x 10^9 products/s, \(Int(report.peakShare * 100)) %;",
      "\(Int(report.peakShareOfRoundedInputs * 100)) % without the rounding of its inputs")
  }
}
