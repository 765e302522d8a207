internal import NumericKernels

/// Products with one matrix of random weights, alone, beside what the instructions allow.
public struct ProductReport: Sendable, Codable, Hashable {
  public var kernels: String
  public var format: String
  public var tokens: Int, rows: Int, columns: Int, threads: Int
  /// 10^9 multiplications with addition per second, and what the same instructions reach on numbers that stay near.
  public var gigaproductsPerSecond: Double
  public var gigaproductsPerSecondPeak: Double
  /// The first of these over the second.
  public var peakShare: Double
  /// The same of the product alone, whose inputs have been rounded to bytes before.
  public var peakShareOfRoundedInputs: Double
}

/// What to multiply.
public struct ProductWorkload: Sendable {
  /// A stored type by its lower-case name, such as "q8_0".
  public var format = "q8_0"
  public var tokens = 512
  /// Outputs and inputs of the matrix: those of a feed-forward layer of 1.5 billion parameters.
  public var rows = 8_960, columns = 1_536
  public var threads = SessionShape.threadsDefault
  /// Steps of the peak's measurement, some milliseconds.
  public var peakSteps = 4_000_000

  public init() {}
}

/// Measures a product with weights as they are kept for it, and the peak before and after it.
///
/// `seconds` counts the clock that matters; the best of five products counts. nil for a format that is only read.
public func measureProduct(_ workload: ProductWorkload, seconds: () -> Double) -> ProductReport? {
  guard let format = WeightFormat.allCases.first(where: { "\($0)".lowercased() == workload.format.lowercased() }),
    let matrix = randomMatrix(format, rows: workload.rows, columns: workload.columns)
  else { return nil }
  let compute = Compute(threads: workload.threads)
  let x = Activations(capacity: workload.tokens, columns: workload.columns)
  let y = Activations(capacity: workload.tokens, columns: workload.rows)
  var random = SplitMix64(seed: 1)
  x.resize(rows: workload.tokens)
  for row in 0..<workload.tokens { x.setRow(row, (0..<workload.columns).map { _ in uniform(&random) }) }
  func peak() -> Double {
    compute.measureProductPeak(format.productArithmetic, steps: workload.peakSteps, clock: seconds)
  }
  func best(_ work: () -> Void) -> Double {
    (0..<5).map { _ in
      let start = seconds()
      work()
      return seconds() - start
    }.min() ?? .infinity
  }
  let products = Double(workload.tokens) * Double(workload.rows) * Double(workload.columns)
  let before = peak(), made = products / best { compute.multiply(x, matrix, into: y) }
  let rounded = compute.rounded(x, for: matrix)
  let madeOfRounded = products / best { compute.multiply(x, rounded: rounded, matrix, into: y) }
  let most = max(before, peak())
  return ProductReport(
    kernels: "\(compute.kernels)", format: "\(format)", tokens: workload.tokens, rows: workload.rows,
    columns: workload.columns, threads: workload.threads, gigaproductsPerSecond: made / 1e9,
    gigaproductsPerSecondPeak: most / 1e9, peakShare: made / most, peakShareOfRoundedInputs: madeOfRounded / most)
}

private func randomMatrix(_ format: WeightFormat, rows: Int, columns: Int) -> Matrix? {
  guard columns % format.blockElements == 0 else { return nil }
  return Matrix(rows: rows, columns: columns, format: format, arithmetic: .int8) { row, values in
    var random = SplitMix64(seed: UInt64(row))
    for column in values.indices { values[column] = uniform(&random) }
  }?.packed()
}

private func uniform(_ random: inout SplitMix64) -> Float { Float(2 * random.unit() - 1) }
