import CKernels
import TestSupport
import Testing

@testable import NumericKernels

/// Which pages sparse attention keeps (Quest, Tang et al. 2024).
@Suite(.serialized)
struct PageSelectionTests {
  @Test(
    arguments: [
      // worth of each page, pages kept at most, latest → kept
      ([9, 1, 1, 1, 1], 5, 2, [0, 1, 2, 3, 4]),
      ([0, 5, 1, 7, 2, 0, 0], 5, 2, [0, 1, 3, 5, 6]),
      ([0, 5, 5, 5, 5, 0, 0], 5, 2, [0, 1, 2, 5, 6]),
      ([0, 5, 1, 7, 2, 0, 0], 3, 2, [0, 5, 6]),
      // More of the rows' own pages come on top.
      ([0, 5, 1, 7, 2, 0, 0], 4, 4, [0, 1, 3, 4, 5, 6]),
      ([0, 5, 1], 3, 3, [0, 1, 2]),
    ] as [([Float], Int, Int, [Int])])
  func `the first, the latest and the best`(worth: [Float], pages: Int, latest: Int, kept: [Int]) {
    let got = worth.withUnsafeBufferPointer { PageSelection(pages: pages).choose($0, latest: latest) }
    #expect(got == kept)
  }

  @Test(arguments: KernelSet.fast + [.reference])
  func `no key of a page scores above the page's bound`(_ kernels: KernelSet) {
    var random = SeededGenerator(seed: 80)
    for _ in 0..<20 {
      let scene = Scene(&random, positions: Int.random(in: 1...200, using: &random))
      let cache = scene.cache(.f16, hasBounds: true), compute = Compute(kernels: kernels, threads: 1)
      scene.store(in: cache, compute)
      let query = random.floats(scene.size), halves = filledUp(scene.size)
      var parts = [Float](repeating: 0, count: 2 * halves), scores = [Float](repeating: 0, count: scene.pages.count)
      for (i, q) in query.enumerated() { (parts[i], parts[halves + i]) = (max(q, 0), min(q, 0)) }
      kernels.table.score_pages(
        &scores, scores.count, parts, 1, cache.bounds![0], cache.bounds!.rowBytes, scene.pages, scores.count, halves)
      for position in 0..<scene.keys.rows {
        let product = zip(query, scene.keys.row(position)).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        #expect(product <= scores[position / cache.pageTokens] + 1e-2)
      }
    }
  }

  @Test(arguments: CacheFormat.allCases)
  func `with room for all pages it is full attention, bit for bit`(_ format: CacheFormat) {
    var random = SeededGenerator(seed: 81)
    let scene = Scene(&random, positions: 500)
    #expect(scene.attended(format, PageSelection(pages: 32)) == scene.attended(format, nil))
    #expect(scene.attended(format, PageSelection(pages: 4)) != scene.attended(format, nil))
  }

  @Test(arguments: [4, 6, 9])
  func `a key that fits the query is found in every page`(pages: Int) {
    var random = SeededGenerator(seed: 82)
    for needle in stride(from: 0, to: 1000, by: 37) {
      let scene = Scene(&random, positions: 1000)
      let query = (0..<scene.size).map { _ in Float.random(in: 0...1, using: &random) }
      // Beside noise of length 1 the needle's score is above all the others' together.
      scene.keys.setRow(needle, query.map { $0 * 30 })
      scene.queries.setRow(999, query)
      let got = scene.attended(.f16, PageSelection(pages: pages)).suffix(scene.size)
      let isFound = zip(got, scene.values.row(needle)).allSatisfy { abs($0 - $1) <= 1e-2 }
      #expect(isFound, "at \(needle)")
    }
  }

  /// One head with one sequence in shuffled pages, all of whose rows are computed in one batch.
  private struct Scene {
    let size = 33, pageTokens = 16
    let keys: Activations, values: Activations, queries: Activations
    let pages: [Int32]

    init(_ random: inout SeededGenerator, positions: Int) {
      (keys, values) = (random.activations(positions, size), random.activations(positions, size))
      queries = random.activations(positions, size)
      pages = (0..<Int32((positions + pageTokens - 1) / pageTokens)).shuffled(using: &random)
    }

    var places: BatchPlaces {
      var places = BatchPlaces()
      places.append(position: 0, count: keys.rows, pages: pages, pageTokens: pageTokens)
      return places
    }

    func cache(_ format: CacheFormat, hasBounds: Bool) -> KeyValueCache {
      KeyValueCache(
        layers: 1, heads: 1, keySize: size, valueSize: size, pages: pages.count, pageTokens: pageTokens, format: format,
        hasBounds: hasBounds)
    }

    func store(in cache: KeyValueCache, _ compute: Compute) {
      compute.store(keys: keys, values: values, in: cache, layer: 0, at: places)
    }

    func attended(_ format: CacheFormat, _ selection: PageSelection?) -> [Float] {
      let cache = cache(format, hasBounds: selection != nil), y = Activations(capacity: keys.rows, columns: size)
      let compute = Compute(threads: 2)
      store(in: cache, compute)
      compute.attend(queries, cache, layer: 0, at: places, scale: 1, selection: selection, into: y)
      return y.values
    }
  }
}
