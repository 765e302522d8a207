import TestSupport
import Testing

@testable import NumericKernels

/// What the cache keeps of keys and values in each format.
@Suite(.serialized)
struct CacheTests {
  static let formats = [CacheFormat.f16, .int8]

  @Test(arguments: KernelSet.fast, CacheFormat.allCases)
  func `rows and bounds are the same bytes in every kernel set`(_ kernels: KernelSet, _ format: CacheFormat) {
    var random = SeededGenerator(seed: 70)
    for round in 0..<30 {
      let size = random.size(150), scale = [1e-9, 1e-3, 1, 1e3, 1e6].randomElement(using: &random)!
      let row = random.floats(size).map { $0 * Float(scale) }
      #expect(stored(row, format, kernels) == stored(row, format, .reference), "size \(size), round \(round)")
    }
  }

  @Test(arguments: KernelSet.fast + [.reference])
  func `half precision stops at its largest number`(_ kernels: KernelSet) {
    let row: [Float] = [1e30, -1e30, 65504, 65520, -70_000, 0.1]
    let cache = filled([row, row.map { -$0 }], .f16, kernels)
    let got = CacheFormat.f16.floats(cache, row: 0)
    #expect(Array(got.prefix(5)) == [65504, -65504, 65504, 65504, -65504])
    #expect(abs(got[5] - 0.1) <= 1e-4)
  }

  @Test(arguments: [(CacheFormat.f16, 0.0005), (.int8, 0.01)] as [(CacheFormat, Float)])
  func `a format's error of one row`(_ format: CacheFormat, limit: Float) {
    var random = SeededGenerator(seed: 71)
    // A few elements far larger than the rest, as keys of real models have them, cost their own groups only.
    for outlier in [Float(1), 50] {
      var row = random.floats(128)
      row[3] *= outlier
      let got = format.floats(filled([row], format, .best), row: 0)
      let error = zip(got, row).dropFirst(32).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let norm = row.dropFirst(32).reduce(Float(0)) { $0 + $1 * $1 }
      #expect((error / norm).squareRoot() <= limit, "outlier \(outlier)")
    }
  }

  @Test func `bytes of a cache`() {
    func bytes(_ format: CacheFormat, _ hasBounds: Bool) -> Int {
      KeyValueCache.byteCount(
        layers: 28, heads: 2, keySize: 128, valueSize: 128, pages: 10, pageTokens: 64, format: format,
        hasBounds: hasBounds)
    }
    #expect(bytes(.f32, false) == 640 * 57_344)
    #expect(bytes(.f16, false) == 640 * 28_672)
    #expect(bytes(.int8, false) == 640 * 15_232)
    #expect(bytes(.f16, true) == 640 * 28_672 * 65 / 64)
  }

  @Test(arguments: CacheFormat.allCases)
  func `a copied page reads like its original and changes alone`(_ format: CacheFormat) {
    var random = SeededGenerator(seed: 72)
    let cache = KeyValueCache(
      layers: 3, heads: 2, keySize: 40, valueSize: 24, pages: 4, pageTokens: 8, format: format, hasBounds: true)
    let compute = Compute(threads: 1), other = random.activations(1, 80)
    for layer in 0..<3 {
      write(random.activations(8, 80), random.activations(8, 48), in: cache, layer: layer, pages: [2], compute)
    }
    cache.copyPage(from: 2, to: 1)
    for layer in 0..<3 { #expect(bytes(of: 1, in: cache, layer) == bytes(of: 2, in: cache, layer)) }
    let before = bytes(of: 2, in: cache, 1)
    write(other, random.activations(1, 48), in: cache, layer: 1, pages: [1], compute)
    #expect(bytes(of: 2, in: cache, 1) == before)
    #expect(bytes(of: 1, in: cache, 1) != before)
  }

  private func write(
    _ keys: Activations, _ values: Activations, in cache: KeyValueCache, layer: Int, pages: [Int32], _ compute: Compute
  ) {
    var places = BatchPlaces()
    places.append(position: 0, count: keys.rows, pages: pages, pageTokens: cache.pageTokens)
    compute.store(keys: keys, values: values, in: cache, layer: layer, at: places)
  }

  private func bytes(of page: Int, in cache: KeyValueCache, _ layer: Int) -> [UInt8] {
    let first = cache.pageHead(layer: layer, page: page, head: 0), count = cache.heads * cache.pageTokens
    return cache.keys.bytes(first * cache.pageTokens, count)
      + (cache.values?.bytes(first * cache.pageTokens, count) ?? [])
      + (cache.bounds?.bytes(first, cache.heads) ?? [])
  }

  /// A cache of one head with `rows` at positions 0, 1, ….
  private func filled(_ rows: [[Float]], _ format: CacheFormat, _ kernels: KernelSet) -> KeyValueCache {
    let size = rows[0].count, keys = Activations(capacity: rows.count, columns: size)
    let cache = KeyValueCache(
      layers: 1, heads: 1, keySize: size, valueSize: size, valuesArePartOfKeys: true, pages: 1, format: format,
      hasBounds: true)
    keys.resize(rows: rows.count)
    for (index, row) in rows.enumerated() { keys.setRow(index, row) }
    var places = BatchPlaces()
    places.append(position: 0, count: rows.count, pages: [0], pageTokens: cache.pageTokens)
    Compute(kernels: kernels, threads: 1).store(keys: keys, values: nil, in: cache, layer: 0, at: places)
    return cache
  }

  private func stored(_ row: [Float], _ format: CacheFormat, _ kernels: KernelSet) -> [UInt8] {
    let cache = filled([row, row.map { 0.5 - $0 }], format, kernels)
    return cache.keys.bytes(0, 2) + (cache.bounds?.bytes(0, 1) ?? [])
  }
}

extension CacheRows {
  fileprivate func bytes(_ first: Int, _ count: Int) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: self[first], count: count * rowBytes))
  }
}

extension CacheFormat {
  fileprivate func floats(_ cache: KeyValueCache, row: Int) -> [Float] {
    let format: WeightFormat = [.f32: .f32, .f16: .f16, .int8: .q8_0][self]!
    return Array(format.floats(cache.keys.bytes(row, 1)).prefix(cache.keySize))
  }
}
