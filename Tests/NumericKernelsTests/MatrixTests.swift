import Synchronization
import TestSupport
import Testing

@testable import NumericKernels

private final class Counter: Sendable {
  private let count = Mutex(0)
  func add(_ more: Int) { count.withLock { $0 += more } }
  var value: Int { count.withLock { $0 } }
}

/// Products with weights in every format against the same weights widened to Float32.
@Suite(.serialized)
struct MatrixTests {
  static let written: [WeightFormat] = [
    .f16, .bf16, .q8_0, .q4_0, .q4_1, .q5_0, .q5_1, .q4_K, .q5_K, .q6_K,
  ]

  @Test(arguments: written, KernelSet.fast)
  func `Float32 arithmetic equals the product with the widened weights`(_ format: WeightFormat, _ kernels: KernelSet) {
    var random = SeededGenerator(seed: UInt64(format.rawValue))
    for tokens in [1, 2, 5, 60] {
      let (rows, columns) = (random.size(90), format.blockElements * random.size(3) * (format.isQuantized ? 1 : 37))
      let matrix = random.matrix(format, rows, columns, .float32)
      let x = random.activations(tokens, columns)
      let got = product(x, matrix, kernels), want = product(x, widened(matrix), .reference)
      expectClose(got, want, 1e-5, "\(format), \(kernels), \(tokens) tokens")
    }
  }

  @Test(arguments: written.filter(\.hasBlockProduct), KernelSet.fast)
  func `byte arithmetic equals the reference's`(_ format: WeightFormat, _ kernels: KernelSet) {
    var random = SeededGenerator(seed: UInt64(format.rawValue) + 50)
    for round in 0..<12 {
      let (tokens, rows, columns) = (random.size(12), random.size(90), 256 * random.size(4))
      let matrix = random.matrix(format, rows, columns, .int8)
      let x = random.activations(tokens, columns)
      let got = product(x, matrix, kernels), want = product(x, matrix, .reference)
      expectClose(got, want, 1e-4, "\(format), \(kernels), round \(round)")
      // Rounding the inputs to bytes costs less than 2 % of the result's scale.
      expectClose(got, product(x, widened(matrix), .reference), 0.02, "\(format), \(kernels), round \(round)")
    }
  }

  @Test(arguments: [WeightFormat.q8_0, .q4_0, .q4_1, .q4_K, .q5_0, .q5_K, .q6_K], KernelSet.fast)
  func `packed panels equal the reference's, and the rows that they were made of`(
    _ format: WeightFormat, _ kernels: KernelSet
  ) {
    var random = SeededGenerator(seed: UInt64(format.rawValue) + 90)
    for round in 0..<12 {
      let (tokens, rows) = (random.size(20), random.size(90))
      let columns = format.blockElements * random.size(1024 / format.blockElements)
      let matrix = random.matrix(format, rows, columns, .int8), packed = matrix.packed(by: kernels)
      #expect(packed.isPacked && !matrix.isPacked)
      #expect(packed.bytes == matrix.packed(by: .reference).bytes, "\(format), \(kernels), round \(round)")
      let x = random.activations(tokens, columns)
      let got = product(x, packed, kernels)
      #expect(productOfRounded(x, packed, kernels) == got, "\(format), \(kernels), round \(round)")
      // Floats above by a lift lose a tenth of what rounding the inputs loses.
      let isLifted = kernels.liftsSums && [.q4_0, .q4_K, .q5_K, .q6_K].contains(format)
      expectClose(
        got, product(x, packed, .reference), isLifted ? 4e-3 : 1e-4, "\(format), \(kernels), round \(round)")
      #expect(packed.floats() == matrix.floats(), "\(format)")
      // Rounding 256 inputs with one scale costs less than 3 % of the result's scale.
      expectClose(got, product(x, widened(matrix), .reference), 0.03, "\(format), \(kernels), round \(round)")
    }
  }

  @Test(arguments: [WeightFormat.q8_0, .q4_0], KernelSet.fast + [.reference])
  func `rows rearranged on the way give the bits of panels, and become panels after some tokens`(
    _ format: WeightFormat, _ kernels: KernelSet
  ) {
    var random = SeededGenerator(seed: UInt64(format.rawValue) + 120)
    for _ in 0..<4 {
      let releases = Counter(), matrix = random.matrix(format, random.size(90), 32 * random.size(20), .int8)
      let later = matrix.packedLater(afterTokens: 7) { releases.add($0.count) }
      // Parts of the rows, then all of them.
      let all = 2 * matrix.byteCount
      for (tokens, released) in [(1, 0), (6, 0), (1, all), (9, all), (2, all)] {
        let x = random.activations(tokens, matrix.columns)
        #expect(product(x, later, kernels) == product(x, matrix.packed(by: kernels), kernels), "\(format), \(kernels)")
        #expect(releases.value == released)
      }
      #expect(later.floats() == matrix.floats())
    }
  }

  @Test func `what is not rearranged quickly is packed at once`() {
    var random = SeededGenerator(seed: 65)
    for (format, isPacked) in [(WeightFormat.q6_K, true), (.q5_1, false)] {
      let releases = Counter()
      let rows = random.matrix(format, 20, 256, .int8)
      let matrix = rows.packedLater(afterTokens: 100) { releases.add($0.count) }
      #expect(matrix.isPacked == isPacked && releases.value == (isPacked ? 2 * rows.byteCount : 0))
    }
  }

  @Test func `what has no panels stays as it is`() {
    var random = SeededGenerator(seed: 64)
    #expect(!random.matrix(.q5_1, 3, 256, .int8).packed().isPacked)
    #expect(!random.matrix(.q8_0, 3, 256, .float32).packed().isPacked, "not multiplied with bytes")
  }

  @Test(arguments: KernelSet.fast, [1, 16])
  func `extreme bytes do not overflow`(_ kernels: KernelSet, tokens: Int) {
    // -128 comes from files only: our own quantiser stops at -127.
    let block: [UInt8] = [0x00, 0x3c] + [UInt8](repeating: 0x80, count: 32)
    let matrix = Matrix(rows: 1, columns: 64, format: .q8_0, owned: block + block, .int8)
    let x = Activations(capacity: tokens, columns: 64)
    x.resize(rows: tokens)
    for token in 0..<tokens { x.setRow(token, [Float](repeating: -3, count: 64)) }
    #expect(abs(product(x, matrix, kernels)[tokens - 1] - 3 * 128 * 64) <= 1)
    #expect(abs(product(x, matrix.packed(by: kernels), kernels)[tokens - 1] - 3 * 128 * 64) <= 1)
    // The largest nibbles meet the largest inputs: 32 times 15 * 127.
    let nibbles = Matrix(
      rows: 1, columns: 32, format: .q4_1, owned: [0, 0x3c, 0, 0] + [UInt8](repeating: 0xff, count: 16), .int8)
    let y = Activations(capacity: tokens, columns: 32)
    y.resize(rows: tokens)
    for token in 0..<tokens { y.setRow(token, [Float](repeating: 127, count: 32)) }
    #expect(product(y, nibbles.packed(by: kernels), kernels)[tokens - 1] == 32 * 15 * 127)
    // The least of four bits and of five: 32 times -8 * 127 and, with a scale of 1, 31 * 127 of each of 256.
    let zeros = [0, 0x3c] + [UInt8](repeating: 0, count: 16)
    let least4 = Matrix(rows: 1, columns: 32, format: .q4_0, owned: zeros, .int8)
    #expect(product(y, least4.packed(by: kernels), kernels)[tokens - 1] == -32 * 8 * 127)
    let five: [UInt8] = [0, 0x3c, 0, 0] + [UInt8](repeating: 1, count: 12) + [UInt8](repeating: 0xff, count: 160)
    // And the least of six bits: 32 times -32 * 127, of which halves of a group stay within 16 bits.
    let six: [UInt8] = [UInt8](repeating: 0, count: 192) + [UInt8](repeating: 1, count: 16) + [0, 0x3c]
    let z = Activations(capacity: tokens, columns: 256)
    z.resize(rows: tokens)
    for token in 0..<tokens { z.setRow(token, [Float](repeating: 127, count: 256)) }
    let most5 = Matrix(rows: 1, columns: 256, format: .q5_K, owned: five, .int8)
    #expect(product(z, most5.packed(by: kernels), kernels) == product(z, widened(most5), .reference))
    let least = Matrix(rows: 1, columns: 256, format: .q6_K, owned: six, .int8).packed(by: kernels)
    #expect(product(z, least, kernels)[tokens - 1] == -256 * 32 * 127)
  }

  // Few tokens, from twelve on as many as are multiplied with widened panels, and more than fit one run of those.
  @Test(arguments: KernelSet.fast, [5, 12, 31, 33, 519])
  func `a token gets the same bits alone and in a batch`(_ kernels: KernelSet, tokens: Int) {
    var random = SeededGenerator(seed: 61)
    // Many tokens meet floats of 16 bits in blocks, see BlockProductTests.
    for format in Self.written where format.hasBlockProduct || tokens < ProductBlocks.tokensMinimum {
      let columns = format.blockElements == 256 ? 512 : 544, rows = 100
      let matrix = random.matrix(format, rows, columns, .int8).packed(by: kernels)
      let x = random.activations(tokens, columns), together = product(x, matrix, kernels)
      for token in [0, 3, tokens / 2, tokens - 2, tokens - 1] {
        let one = Activations(capacity: 1, columns: columns)
        one.resize(rows: 1)
        one.setRow(0, toRow: token, of: x)
        let alone = Array(together[token * rows..<(token + 1) * rows])
        #expect(product(one, matrix, kernels) == alone, "\(format), token \(token)")
      }
    }
  }

  @Test func `tiles of eight-bit floats have scales, also in a part of the rows`() {
    var random = SeededGenerator(seed: 62)
    let (rows, columns) = (21, 35), codes = (0..<rows * columns).map { _ in UInt8.random(in: 0..<0x78, using: &random) }
    let scales = random.floats(3 * 4)
    let matrix = Matrix(rows: rows, columns: columns, format: .f8_e4m3, owned: codes, .float32)
      .scaled(by: Weights(scales), tileRows: 8, tileColumns: 10)
    let plain = WeightFormat.f8_e4m3.floats(codes)
    let want = plain.indices.map { plain[$0] * scales[$0 / columns / 8 * 4 + $0 % columns / 10] }
    #expect(matrix.floats() == want)
    #expect(matrix[rows: 9..<19].floats() == Array(want[9 * columns..<19 * columns]))
    let x = random.activations(2, columns), part = matrix[rows: 9..<19]
    expectClose(product(x, part, .best), product(x, widened(part), .reference), 1e-5, "tiles")
  }

  @Test(arguments: [WeightFormat.f16, .q8_0, .q4_K, .q5_K], [1, 3, 40])
  func `several matrices at once give what each gives alone`(_ format: WeightFormat, tokens: Int) {
    var random = SeededGenerator(seed: UInt64(format.rawValue) + 200)
    let (heads, rows, columns) = (7, 50, 256), isRounded = format.isQuantized
    let matrices = (0..<heads).map { _ in
      random.matrix(format, rows, columns, isRounded ? .int8 : .float32).packed()
    }
    let x = random.activations(tokens, heads * columns)
    let inputs = (0..<heads).map { x[columns: $0 * columns..<($0 + 1) * columns] }
    var results: [[Float]] = []
    for threads in [1, 4] {
      let compute = Compute(threads: threads), y = Activations(capacity: tokens, columns: heads * rows)
      compute.multiply(inputs, matrices, into: (0..<heads).map { y[columns: $0 * rows..<($0 + 1) * rows] })
      results.append(y.values)
    }
    #expect(results[0] == results[1])
    for (head, matrix) in matrices.enumerated() {
      let own = Activations(capacity: tokens, columns: columns), y = Activations(capacity: tokens, columns: rows)
      own.resize(rows: tokens)
      inputs[head].copy(to: own[columns: 0..<columns])
      Compute(threads: 1).multiply(own, matrix, into: y)
      let got = results[1].enumerated().filter { $0.offset % (heads * rows) / rows == head }.map(\.element)
      #expect(got == y.values, "head \(head)")
    }
  }

  @Test func `columns of larger rows are multiplied in place`() {
    var random = SeededGenerator(seed: 63)
    let x = random.activations(3, 50), y = random.activations(3, 20), matrix = random.matrix(7, 12)
    let before = y.values
    Compute(threads: 1).multiply(x[columns: 30..<42], matrix, into: y[columns: 5..<12])
    for token in 0..<3 {
      #expect(Array(y.row(token)[..<5]) == Array(before[token * 20..<token * 20 + 5]), "other columns stay")
      let narrow = Activations(capacity: 1, columns: 12)
      narrow.resize(rows: 1)
      narrow.setRow(0, Array(x.row(token)[30..<42]))
      expectClose(Array(y.row(token)[5..<12]), product(narrow, matrix, .reference), 1e-5, "token \(token)")
    }
  }

  @Test func `unaligned bytes are copied`() {
    let bytes: [UInt8] = [9, 0, 0, 0x80, 0x3f]
    let matrix = bytes.withUnsafeBytes {
      Matrix(rows: 1, columns: 1, format: .f32, bytes: .init(rebasing: $0[1...]), owner: Weights([0]))
    }
    #expect(matrix.floats() == [1])
  }

  private func widened(_ matrix: Matrix) -> Matrix {
    Matrix(rows: matrix.rows, columns: matrix.columns, Weights(matrix.floats()))
  }

  private func product(_ x: Activations, _ matrix: Matrix, _ kernels: KernelSet) -> [Float] {
    let y = Activations(capacity: x.rows, columns: matrix.rows)
    Compute(kernels: kernels, threads: 2).multiply(x, matrix, into: y)
    return y.values
  }

  private func productOfRounded(_ x: Activations, _ matrix: Matrix, _ kernels: KernelSet) -> [Float] {
    let y = Activations(capacity: x.rows, columns: matrix.rows), compute = Compute(kernels: kernels, threads: 2)
    let rounded = compute.rounded(x, for: matrix)
    compute.multiply(x, rounded: rounded, matrix, into: y)
    return y.values
  }

  private func expectClose(_ got: [Float], _ want: [Float], _ tolerance: Float, _ what: String) {
    let scale = max(1, want.map(abs).max() ?? 1)
    let worst = zip(got, want).map { abs($0 - $1) }.max() ?? .nan
    #expect(got.count == want.count && worst <= tolerance * scale, "\(what): \(worst / scale)")
  }
}

extension SeededGenerator {
  fileprivate mutating func matrix(
    _ format: WeightFormat, _ rows: Int, _ columns: Int, _ arithmetic: Matrix.Arithmetic
  ) -> Matrix {
    Matrix(rows: rows, columns: columns, format: format, owned: format.bytes(floats(rows * columns))!, arithmetic)
  }
}

extension Matrix {
  fileprivate init(rows: Int, columns: Int, format: WeightFormat, owned: [UInt8], _ arithmetic: Arithmetic) {
    let bytes = OwnedBytes(count: owned.count)
    owned.withUnsafeBytes { bytes.pointer.copyMemory(from: $0.baseAddress!, byteCount: owned.count) }
    self.init(
      rows: rows, columns: columns, format: format, bytes: bytes.bytes, owner: bytes, arithmetic: arithmetic)
  }
}
