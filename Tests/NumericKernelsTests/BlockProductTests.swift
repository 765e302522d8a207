import TestSupport
import Testing

@testable import NumericKernels

/// Products of many tokens with weights of 16 bits, in blocks and by Strassen's algorithm, against sums in Float64.
@Suite(.serialized)
struct BlockProductTests {
  @Test(arguments: KernelSet.fast, [WeightFormat.f16, .bf16])
  func `any shape, with any number of levels`(_ kernels: KernelSet, _ format: WeightFormat) {
    var random = SeededGenerator(seed: UInt64(format.rawValue) + 7)
    for levels in 0...2 {
      for round in 0..<8 {
        let (tokens, rows, columns) = (random.size(150), random.size(300), random.size(900))
        let sample = Product(&random, format, tokens, rows, columns)
        let worst = sample.error(sample.result(kernels, levels: levels)).worst
        #expect(worst <= 1e-5, "\(kernels), \(levels) levels, round \(round): \(tokens) x \(rows) x \(columns)")
      }
    }
  }

  @Test func `several strips of rows, parts of columns and runs of tokens`() {
    var random = SeededGenerator(seed: 71)
    let sample = Product(&random, .f16, 523, 217 * 2, 800)
    for levels in 0...1 {
      #expect(sample.error(sample.result(.best, levels: levels)).worst <= 1e-5, "\(levels) levels")
    }
  }

  @Test(arguments: [(levels: 1, times: 2.5), (levels: 2, times: 6)])
  func `the error stays a small multiple of the plain product's`(levels: Int, times: Double) {
    var random = SeededGenerator(seed: 72)
    let sample = Product(&random, .bf16, 256, 256, 1024)
    let plain = sample.error(sample.result(.best, levels: 0)).mean
    let saved = sample.error(sample.result(.best, levels: levels)).mean
    #expect(plain > 0 && saved <= times * plain, "\(saved / plain) times")
  }

  @Test func `a token's neighbours do not change it, however large they are`() {
    var random = SeededGenerator(seed: 73)
    let sample = Product(&random, .f16, 128, 64, 256)
    let alone = sample.result(.best, levels: 2)
    for (token, value) in [(1, 1e9), (35, -1e20), (70, Float.infinity), (101, .nan)] {
      sample.x.setRow(token, [Float](repeating: value, count: 256))
    }
    let together = sample.result(.best, levels: 2)
    for token in 0..<128 where ![1, 35, 70, 101].contains(token) {
      let rows = token * 64..<(token + 1) * 64
      #expect(rows.allSatisfy { abs(together[$0] - alone[$0]) <= 2e-5 }, "token \(token)")
    }
    #expect((70 * 64..<71 * 64).allSatisfy { !together[$0].isFinite })
    #expect((101 * 64..<102 * 64).allSatisfy { together[$0].isNaN })
  }

  @Test func `levels follow the shape`() {
    func levels(_ tokens: Int, _ rows: Int, _ columns: Int) -> Int {
      ProductBlocks(tokens: tokens, rows: rows, columns: columns).levels
    }
    #expect(levels(512, 8960, 1536) == 2)
    #expect(levels(256, 8960, 1536) == 1)
    #expect(levels(64, 8960, 1536) == 0)
    #expect(levels(512, 256, 1536) == 0, "few rows")
    #expect(levels(400, 8960, 1536) == 1, "a quarter of 400 tokens fills no whole block")
  }
}

/// A product and what it should be.
private struct Product {
  let x: Activations, matrix: Matrix
  private let want: [Double]

  init(_ random: inout SeededGenerator, _ format: WeightFormat, _ tokens: Int, _ rows: Int, _ columns: Int) {
    x = random.activations(tokens, columns)
    let bytes = format.bytes(random.floats(rows * columns))!, owned = OwnedBytes(count: bytes.count)
    bytes.withUnsafeBytes { owned.pointer.copyMemory(from: $0.baseAddress!, byteCount: bytes.count) }
    matrix = Matrix(rows: rows, columns: columns, format: format, bytes: owned.bytes, owner: owned)
    let (w, inputs) = (matrix.floats(), x.values)
    want = (0..<tokens * rows).map { index in
      let (t, r) = index.quotientAndRemainder(dividingBy: rows)
      var sum = 0.0
      for k in 0..<columns { sum += Double(w[r * columns + k]) * Double(inputs[t * columns + k]) }
      return sum
    }
  }

  func result(_ kernels: KernelSet, levels: Int) -> [Float] {
    let y = Activations(capacity: x.rows, columns: matrix.rows)
    y.resize(rows: x.rows)
    for row in 0..<y.rows { y.setRow(row, [Float](repeating: .nan, count: matrix.rows)) }
    Compute(kernels: kernels, threads: 2).multiplyInBlocks(
      x[columns: 0..<x.columns], matrix, into: y[columns: 0..<y.columns], levels: levels)
    return y.values
  }

  /// The largest and the mean difference, over the largest result.
  func error(_ got: [Float]) -> (worst: Double, mean: Double) {
    let differences = zip(got, want).map { abs(Double($0) - $1) }, scale = max(1, want.map(abs).max() ?? 1)
    guard differences.allSatisfy(\.isFinite) else { return (.infinity, .infinity) }
    return ((differences.max() ?? .infinity) / scale, differences.reduce(0, +) / Double(differences.count) / scale)
  }
}
