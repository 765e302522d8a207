internal import NumericKernels

/// What a model does on this machine, beside what the memory allows.
public struct GenerationReport: Sendable, Codable, Hashable {
  public var architecture: String
  public var parameters: Int
  public var threads: Int
  public var promptTokens: Int
  public var prefillTokensPerSecond: Double
  public var decodeTokensPerSecond: Double
  /// Sequences of the batched decoding, and their tokens per second in all.
  public var batchSequences: Int
  public var batchDecodeTokensPerSecond: Double
  /// The same three per second of processor time that all threads took: what a busy machine does not disturb.
  public var prefillTokensPerProcessSecond: Double
  public var decodeTokensPerProcessSecond: Double
  public var batchDecodeTokensPerProcessSecond: Double
  /// Weights read per second while one sequence decodes, and what plain reading reaches; 10^9 bytes.
  public var decodeGigabytesPerSecond: Double
  public var memoryGigabytesPerSecond: Double
  /// The first of these over the second: 1 is the limit where the weights do not fit a cache.
  public var bandwidthShare: Double
}

/// How much to measure.
public struct GenerationWorkload: Sendable {
  public var promptTokens = 512
  public var decodeTokens = 64
  public var batchSequences = 8
  public var threads = SessionShape.threadsDefault
  /// Of the read test; far above the last cache level.
  public var bandwidthBytes = 512 << 20

  public init() {}
}

/// Measures prefill, decoding of one sequence and of a batch, and the memory's read bandwidth.
///
/// `seconds` is a monotonic clock, `processSeconds` counts the processor time of this process. The prompt is cut to half of the model's context.
public func measureGeneration(
  _ model: any LanguageModel, _ workload: GenerationWorkload = .init(), seconds: () -> Double,
  processSeconds: () -> Double
) -> GenerationReport {
  let promptTokens = min(workload.promptTokens, model.description.contextTokens / 2)
  let run = BenchmarkRun(model, workload, promptTokens: promptTokens)
  run.warm()
  let prefill = time(seconds, processSeconds) { run.prefill() }
  let decode = time(seconds, processSeconds) { run.decode(sequences: 1) }
  let batch = time(seconds, processSeconds) { run.decode(sequences: workload.batchSequences) }
  let bandwidth = Compute(threads: workload.threads)
    .measureReadBandwidth(byteCount: workload.bandwidthBytes, clock: seconds)
  let (prefillTokens, decodeTokens) = (Double(promptTokens), Double(run.decodeTokens))
  let batchTokens = decodeTokens * Double(workload.batchSequences), decodeRate = decodeTokens / decode.wall
  let read = decodeRate * Double(model.description.bytesPerToken)
  return GenerationReport(
    architecture: model.description.architecture, parameters: model.description.parameters, threads: workload.threads,
    promptTokens: promptTokens, prefillTokensPerSecond: prefillTokens / prefill.wall,
    decodeTokensPerSecond: decodeRate, batchSequences: workload.batchSequences,
    batchDecodeTokensPerSecond: batchTokens / batch.wall,
    prefillTokensPerProcessSecond: prefillTokens / prefill.process,
    decodeTokensPerProcessSecond: decodeTokens / decode.process,
    batchDecodeTokensPerProcessSecond: batchTokens / batch.process,
    decodeGigabytesPerSecond: read / 1e9, memoryGigabytesPerSecond: bandwidth / 1e9, bandwidthShare: read / bandwidth)
}

private func time(
  _ seconds: () -> Double, _ processSeconds: () -> Double, _ body: () -> Void
) -> (wall: Double, process: Double) {
  let (wall, process) = (seconds(), processSeconds())
  body()
  return (seconds() - wall, processSeconds() - process)
}

/// Sequences that all have the same made-up prompt, each on pages of its own.
private struct BenchmarkRun {
  /// Rows of one step.
  static let chunkTokens = 512

  let session: any ModelSession
  let promptTokens: Int, decodeTokens: Int
  let vocabularySize: Int
  let pages: [[Int32]]

  init(_ model: any LanguageModel, _ workload: GenerationWorkload, promptTokens: Int) {
    let context = model.description.contextTokens, sequences = max(1, workload.batchSequences)
    decodeTokens = max(1, min(workload.decodeTokens, context - promptTokens))
    let needed = (promptTokens + decodeTokens) / SessionShape.pageTokensDefault + 1
    session = model.makeSession(
      SessionShape(
        pages: needed * sequences, pageTokens: SessionShape.pageTokensDefault,
        batchTokens: max(Self.chunkTokens, sequences), threads: workload.threads))
    self.promptTokens = promptTokens
    vocabularySize = model.description.vocabularySize
    pages = (0..<sequences).map { sequence in (0..<needed).map { Int32(sequence * needed + $0) } }
  }

  /// Touches every weight and every page once, and lets matrices be rearranged that are so once they have been used: that
  /// of the logits with the second token.
  func warm() {
    prefill()
    decode(step: 0, sequences: 1)
  }

  func prefill() {
    for start in stride(from: 0, to: promptTokens, by: Self.chunkTokens) {
      let tokens = (start..<min(start + Self.chunkTokens, promptTokens)).map(token)
      _ = session.forward(Batch([.init(tokens: tokens, position: start, pages: pages[0], logitsCount: 1)]))
    }
  }

  /// The other sequences attend to pages that were never written: their values do not matter, the work is the same.
  func decode(sequences: Int) {
    for step in 0..<decodeTokens { decode(step: step, sequences: sequences) }
  }

  private func decode(step: Int, sequences: Int) {
    let slices = pages.prefix(sequences).map {
      BatchSlice(tokens: [token(step)], position: promptTokens + step, pages: $0, logitsCount: 1)
    }
    _ = session.forward(Batch(slices))
  }

  private func token(_ position: Int) -> Int32 { Int32(position * 7919 % vocabularySize) }
}
