import TestSupport
import Testing

@testable import NumericKernels

/// Every operation of every kernel set against the reference, over random shapes.
///
/// Comparisons are written `difference <= tolerance`, which is false for NaN.
@Suite(.serialized)
struct KernelTests {
  /// Relative to the scale of the result: Float32 sums of up to 600 terms.
  static let tolerance: Float = 2e-5

  @Test(arguments: KernelSet.fast, [UInt64(1), 2, 3])
  func `multiply`(_ kernels: KernelSet, seed: UInt64) {
    compare(kernels, seed) { compute, random in
      let (tokens, rows, columns) = (Int.random(in: 1...150, using: &random), random.size(300), random.size(600))
      let x = random.activations(tokens, columns), y = Activations(capacity: tokens, columns: rows)
      compute.multiply(x, random.matrix(rows, columns), into: y)
      return y.values
    }
  }

  @Test(arguments: [UInt64(18), 19, 20])
  func `OpenBLAS's product`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let (tokens, rows, columns) = (random.size(100), random.size(100), random.size(300))
    let (x, w) = (random.floats(tokens * columns), random.floats(rows * columns))
    var y = [Float](repeating: .nan, count: tokens * rows)
    BlockedProduct.multiply(&y, stride: rows, w, x, xStride: columns, tokens: tokens, rows: rows, columns: columns)
    for (index, got) in y.enumerated() {
      let (t, r) = index.quotientAndRemainder(dividingBy: rows)
      let want = (0..<columns).reduce(0.0) { $0 + Double(w[r * columns + $1]) * Double(x[t * columns + $1]) }
      #expect(abs(Double(got) - want) <= 1e-4, "seed \(seed), token \(t), row \(r)")
    }
  }

  @Test(arguments: KernelSet.fast, [UInt64(4), 5, 6])
  func `normalize, add and gate`(_ kernels: KernelSet, seed: UInt64) {
    compare(kernels, seed) { compute, random in
      let (tokens, columns) = (Int.random(in: 1...5, using: &random), random.size(600))
      let x = random.activations(tokens, columns), y = random.activations(tokens, columns)
      compute.add(x, to: y)
      compute.add(random.weights(columns), to: y)
      compute.gate(y, x)
      let normal = Activations(capacity: tokens, columns: columns)
      compute.normalize(y, random.weights(columns), epsilon: 1e-5, into: normal)
      return y.values + normal.values
    }
  }

  @Test(arguments: KernelSet.fast, [UInt64(21), 22, 23])
  func `normalize layers and heads, and gelu`(_ kernels: KernelSet, seed: UInt64) {
    compare(kernels, seed) { compute, random in
      let (tokens, heads, size) = (Int.random(in: 1...5, using: &random), random.size(5), random.size(130))
      let x = random.activations(tokens, heads * size), y = Activations(capacity: tokens, columns: heads * size)
      let norm = LayerNorm(weight: random.weights(heads * size), bias: random.weights(heads * size), epsilon: 1e-6)
      compute.normalize(x, norm, into: y)
      compute.normalizeHeads(x, random.weights(size), epsilon: 1e-5)
      let normalized = x.values
      let part = random.size(heads * size)
      compute.normalize(x[columns: 0..<part], random.weights(part), epsilon: 1e-5)
      let wide = random.activations(tokens, size)
      for row in 0..<tokens { wide.setRow(row, wide.row(row).map { $0 * 9 }) }
      compute.gelu(wide)
      return y.values + normalized + x.values + wide.values
    }
  }

  @Test(arguments: KernelSet.fast, [UInt64(7), 8, 9])
  func `rotate`(_ kernels: KernelSet, seed: UInt64) {
    compare(kernels, seed) { compute, random in
      let (tokens, heads, pairs) = (Int.random(in: 1...5, using: &random), random.size(6), random.size(40))
      let headSize = 2 * pairs + 2 * Int.random(in: 0...3, using: &random)
      let x = random.activations(tokens, heads * headSize)
      let (c, s) = (random.activations(tokens, pairs), random.activations(tokens, pairs))
      compute.rotate(x, heads: heads, cosine: c, sine: s, Bool.random(using: &random) ? .interleaved : .halves)
      return x.values
    }
  }

  @Test(arguments: KernelSet.fast, [UInt64(10), 11, 12])
  func `softmax`(_ kernels: KernelSet, seed: UInt64) {
    compare(kernels, seed) { compute, random in
      var values = (0..<random.size(300)).map { _ in Float.random(in: -100...100, using: &random) }
      if values.count > 1 { values[0] = -.infinity }
      compute.softmax(&values)
      return values
    }
  }

  @Test(arguments: KernelSet.fast, [1, 5, 64, 300, 5000])
  func `the largest of logits, and the logarithm of their sum`(_ kernels: KernelSet, most: Int) {
    var random = SeededGenerator(seed: UInt64(most))
    for _ in 0..<20 {
      var logits = (0..<random.size(most)).map { _ in Float(random.size(400)) / 8 - 25 }
      if logits.count > 2 { logits[random.size(logits.count) - 1] = -.infinity }
      if logits.count > 3 { logits[1] = .nan }
      #expect(kernels.indexOfLargest(logits) == KernelSet.reference.indexOfLargest(logits))
      logits.removeAll(where: \.isNaN)
      #expect(abs(kernels.logSumExp(logits) - KernelSet.reference.logSumExp(logits)) <= 1e-5)
    }
    #expect(kernels.indexOfLargest([.nan, 3, 4]) == 0 && kernels.indexOfLargest([-.infinity, -.infinity]) == 0)
    #expect(kernels.logSumExp([]) == -.infinity)
  }

  @Test(arguments: KernelSet.fast, [UInt64(13), 14, 15, 24, 25, 26])
  func `attend over a paged cache`(_ kernels: KernelSet, seed: UInt64) {
    compare(kernels, seed) { compute, random in
      let scene = AttentionScene(&random)
      return scene.run(compute)
    }
  }

  @Test(arguments: KernelSet.fast, [UInt64(72), 73, 74, 75])
  func `attention of a row has the same bits alone and in a batch`(_ kernels: KernelSet, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let compute = Compute(kernels: kernels, threads: 1)
    for _ in 0..<12 {
      var scene = AttentionScene(&random)
      (scene.isCausal, scene.selection) = (true, nil)
      #expect(scene.run(compute) == scene.runRowByRow(compute))
    }
  }

  @Test(arguments: CacheFormat.allCases, [1, 2, 7])
  func `threads that share the queries of one head write what one thread does`(_ format: CacheFormat, threads: Int) {
    var random = SeededGenerator(seed: 71)
    let (group, size, value, count, pageTokens) = (13, 96, 64, 700, 64)
    let cache = KeyValueCache(
      layers: 1, heads: 1, keySize: size, valueSize: value, valuesArePartOfKeys: true, pages: 11,
      pageTokens: pageTokens, format: format, hasBounds: false)
    var all = BatchPlaces(), last = BatchPlaces()
    all.append(position: 0, count: count, pages: Array(0..<11), pageTokens: pageTokens)
    last.append(position: count - 1, count: 1, pages: Array(0..<11), pageTokens: pageTokens)
    let queries = random.activations(1, group * size), one = Compute(threads: 1)
    one.store(keys: random.activations(count, size), values: nil, in: cache, layer: 0, at: all)
    let want = Activations(capacity: 1, columns: group * value), got = Activations(capacity: 1, columns: group * value)
    one.attend(queries, cache, layer: 0, at: last, scale: 0.1, into: want)
    Compute(threads: threads).attend(queries, cache, layer: 0, at: last, scale: 0.1, into: got)
    #expect(got.values == want.values)
  }

  @Test(arguments: KernelSet.fast, [UInt64(27), 28, 29])
  func `add low-rank products to some rows`(_ kernels: KernelSet, seed: UInt64) {
    compare(kernels, seed) { compute, random in
      let (tokens, rows, columns) = (random.size(60), random.size(300), random.size(300))
      let x = random.activations(tokens, columns), y = random.activations(tokens, rows)
      var parts: [ChangedRows] = [], first = 0
      while first < tokens {
        let end = Int.random(in: first + 1...tokens, using: &random), rank = random.size(20)
        let change = LowRank(rank: rank, a: random.floats(rank * columns), b: random.floats(rows * rank))
        if Bool.random(using: &random) { parts.append(ChangedRows(rows: first..<end, change: change)) }
        first = end
      }
      compute.add(parts, of: x[columns: 0..<columns], to: y[columns: 0..<rows])
      return y.values
    }
  }

  @Test func `a token gets the same bits alone and in a batch`() {
    var random = SeededGenerator(seed: 16)
    let compute = Compute(threads: 1), matrix = random.matrix(37, 130), x = random.activations(9, 130)
    let together = Activations(capacity: 9, columns: 37), alone = Activations(capacity: 1, columns: 37)
    compute.multiply(x, matrix, into: together)
    for token in 0..<9 {
      let one = Activations(capacity: 1, columns: 130)
      one.resize(rows: 1)
      one.setRow(0, toRow: token, of: x)
      compute.multiply(one, matrix, into: alone)
      #expect(alone.row(0) == together.row(token), "token \(token)")
    }
  }

  @Test(arguments: [1, 2, 3, 8])
  func `the number of threads does not change a product`(threads: Int) {
    var random = SeededGenerator(seed: 17)
    let matrix = random.matrix(700, 900), x = random.activations(3, 900)
    let (one, many) = (Activations(capacity: 3, columns: 700), Activations(capacity: 3, columns: 700))
    Compute(threads: 1).multiply(x, matrix, into: one)
    let compute = Compute(threads: threads)
    for _ in 0..<50 {
      compute.multiply(x, matrix, into: many)
      #expect(one.values == many.values)
    }
  }

  @Test(arguments: KernelSet.fast)
  func `NaN in, NaN out`(_ kernels: KernelSet) {
    let compute = Compute(kernels: kernels, threads: 1)
    var values: [Float] = [1, .nan, 2]
    compute.softmax(&values)
    let isPoisoned = values.contains { $0.isNaN }
    #expect(isPoisoned)
    let x = Activations(capacity: 1, columns: 20)
    x.resize(rows: 1)
    x.setRow(0, [Float](repeating: .nan, count: 20))
    compute.gate(x, x)
    let isAllPoisoned = x.row(0).allSatisfy { $0.isNaN }
    #expect(isAllPoisoned)
  }

  /// Runs `body` 20 times with both sets on the same random numbers and compares what it returns.
  private func compare(
    _ kernels: KernelSet, _ seed: UInt64, _ body: (Compute, inout SeededGenerator) -> [Float],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (fast, reference) = (Compute(kernels: kernels, threads: 2), Compute(kernels: .reference, threads: 1))
    for round in 0..<20 {
      var random = SeededGenerator(seed: seed &* 1000 &+ UInt64(round)), again = random
      let (got, want) = (body(fast, &random), body(reference, &again))
      let scale = max(1, want.map(abs).max() ?? 1)
      let isClose = zip(got, want).allSatisfy { abs($0 - $1) <= Self.tolerance * scale }
      #expect(got.count == want.count, sourceLocation: sourceLocation)
      #expect(isClose, "\(kernels), seed \(seed), round \(round)", sourceLocation: sourceLocation)
    }
  }
}

/// One random attention problem: two sequences in shuffled pages.
private struct AttentionScene {
  let group: Int, heads: Int, keySize: Int, valueSize: Int, counts: [Int], pageTokens: Int
  let valuesArePartOfKeys: Bool, window: Int?, format: CacheFormat
  var isCausal: Bool, selection: PageSelection?
  let queries: Activations, keys: Activations, values: Activations
  let pages: [[Int32]]

  init(_ random: inout SeededGenerator) {
    (group, heads, keySize) = (random.size(90), random.size(3), random.size(80))
    valuesArePartOfKeys = Bool.random(using: &random)
    valueSize = valuesArePartOfKeys ? Int.random(in: 1...keySize, using: &random) : random.size(80)
    isCausal = Bool.random(using: &random)
    window = Bool.random(using: &random) ? Int.random(in: 1...100, using: &random) : nil
    pageTokens = Int.random(in: 1...64, using: &random)
    format = CacheFormat.allCases.randomElement(using: &random)!
    selection = Bool.random(using: &random) ? PageSelection(pages: Int.random(in: 3...9, using: &random)) : nil
    counts = [random.size(100), random.size(20)]
    let rows = counts.reduce(0, +)
    queries = random.activations(rows, group * heads * keySize)
    keys = random.activations(rows, heads * keySize)
    values = random.activations(rows, heads * valueSize)
    let needed = counts.map { [pageTokens] in ($0 + pageTokens - 1) / pageTokens }
    let shuffled = (0..<Int32(needed.reduce(0, +))).shuffled(using: &random)
    pages = [Array(shuffled.prefix(needed[0])), Array(shuffled.dropFirst(needed[0]))]
  }

  func run(_ compute: Compute) -> [Float] {
    let y = Activations(capacity: queries.rows, columns: group * heads * valueSize)
    attend(compute, queries, filled(compute), places, into: y)
    return y.values
  }

  func runRowByRow(_ compute: Compute) -> [Float] {
    let cache = filled(compute), y = Activations(capacity: 1, columns: group * heads * valueSize)
    var result: [Float] = [], row = 0
    for (count, pages) in zip(counts, pages) {
      for position in 0..<count {
        let query = Activations(capacity: 1, columns: queries.columns)
        query.resize(rows: 1)
        query.setRow(0, toRow: row, of: queries)
        var place = BatchPlaces()
        place.append(position: position, count: 1, pages: pages, pageTokens: pageTokens)
        attend(compute, query, cache, place, into: y)
        result += y.values
        row += 1
      }
    }
    return result
  }

  private var places: BatchPlaces {
    var places = BatchPlaces()
    for (count, pages) in zip(counts, pages) {
      places.append(position: 0, count: count, pages: pages, pageTokens: pageTokens, isCausal: isCausal)
    }
    return places
  }

  private func filled(_ compute: Compute) -> KeyValueCache {
    let cache = KeyValueCache(
      layers: 2, heads: heads, keySize: keySize, valueSize: valueSize, valuesArePartOfKeys: valuesArePartOfKeys,
      pages: pages.joined().count, pageTokens: pageTokens, format: format, hasBounds: selection != nil)
    compute.store(keys: keys, values: valuesArePartOfKeys ? nil : values, in: cache, layer: 1, at: places)
    return cache
  }

  private func attend(
    _ compute: Compute, _ queries: Activations, _ cache: KeyValueCache, _ places: BatchPlaces, into y: Activations
  ) {
    compute.attend(
      queries, cache, layer: 1, at: places, scale: 1 / Float(keySize).squareRoot(), window: window,
      selection: selection, into: y)
  }
}
