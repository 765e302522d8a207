internal import CKernels

extension Compute {
  /// Attention of each row's queries over the positions of its sequence that it sees; scores are multiplied by `scale`.
  ///
  /// `window` limits a row to that many positions, its own the last. Without a window, `selection` limits it to some of
  /// the pages.
  public func attend(
    _ queries: Activations, _ cache: KeyValueCache, layer: Int, at places: BatchPlaces, scale: Float,
    window: Int? = nil, selection: PageSelection? = nil, into y: Activations
  ) {
    precondition(queries.columns % (cache.heads * cache.keySize) == 0, "whole groups of heads")
    let group = queries.columns / (cache.heads * cache.keySize)
    precondition(queries.rows == places.rows.count && y.columns == group * cache.heads * cache.valueSize, "equal rows")
    precondition(selection == nil || cache.bounds != nil, "bounds to choose pages by")
    y.resize(rows: queries.rows)
    let job = Attention(
      kernels: kernels, queries: queries.view, output: y.view, cache: CacheView(cache, layer: layer), group: group,
      scale: scale, window: window ?? 0, selection: window == nil ? selection : nil)
    let tiles = places.tiles(rowsMax: max(1, Attention.queriesMax / group))
    let positions = places.rows.reduce(0) { $0 + $1.visible.count }
    // Where few heads of keys serve many of queries (DeepSeek has one), threads share these. Pages are chosen for all
    // queries of a head together.
    let whole = tiles.count * cache.heads
    let parts = job.selection == nil && whole < pool.count ? min(group, (pool.count + whole - 1) / max(whole, 1)) : 1
    let worth = 2 * positions * queries.columns / max(whole * parts, 1)
    places.pages.withUnsafeBufferPointer { pages in
      let pages = PageList(pointer: pages)
      pool.split(whole * parts, minimum: Self.productsMinimum / max(worth, 1) + 1) { items in
        for item in items {
          let (place, part) = item.quotientAndRemainder(dividingBy: parts)
          let (tile, head) = place.quotientAndRemainder(dividingBy: job.cache.heads)
          let queries = job.group * part / parts..<job.group * (part + 1) / parts
          job.run(tiles[tile], places, head: head, queries: queries, pages)
        }
      }
    }
  }
}

/// Attention of one layer; queries of one key/value head of one tile of rows are written by one thread.
struct Attention: Sendable {
  let kernels: KernelSet
  let queries: RowView, output: RowView
  let cache: CacheView
  let group: Int, scale: Float, window: Int, selection: PageSelection?

  /// Queries of one key/value head that the kernel takes at once; more are taken in turn.
  static let queriesMax = Int(WEIR_GROUP_MAX)

  /// Some query heads of some neighbouring rows; the last row sees the positions below `end`, each row before it `step`
  /// fewer than the next.
  struct Tile {
    let rows: Range<Int>
    let firstQuery: Int, perRow: Int
    let end: Int, step: Int

    var count: Int { rows.count * perRow }
    /// The first position that not all rows see.
    var sharedEnd: Int { end - (rows.count - 1) * step }
  }

  /// `queries` of the head's group.
  func run(_ rows: Range<Int>, _ places: BatchPlaces, head: Int, queries: Range<Int>, _ pages: PageList) {
    let last = places.rows[rows.upperBound - 1], end = last.visible.upperBound
    // Rows of a causal sequence see one position more each, those of any other all the same.
    let step = rows.count > 1 ? end - places.rows[rows.upperBound - 2].visible.upperBound : 0
    let view = cache.pages(head: head, pages.pointer.baseAddress! + last.firstPage)
    // A single row may have more heads than the kernel takes.
    let most = min(queries.count, Self.queriesMax)
    for first in stride(from: queries.lowerBound, to: queries.upperBound, by: most) {
      let tile = Tile(
        rows: rows, firstQuery: head * group + first, perRow: min(most, queries.upperBound - first), end: end,
        step: step)
      run(tile, view, head: head)
    }
  }

  /// Queries are gathered so that each page is read once for all of them, and filled up to whole groups.
  private func run(_ tile: Tile, _ view: weir_pages, head: Int) {
    let (q, o) = (tile.count * view.key_size, tile.count * view.value_size)
    // Whole vectors of results lie in one cache line each; sizes are multiples of 32 floats.
    withUnsafeTemporaryAllocation(byteCount: (q + o) * MemoryLayout<Float>.stride, alignment: 64) { scratch in
      guard let gathered = scratch.bindMemory(to: Float.self).baseAddress else { return }
      let attended = gathered + q
      forEachQuery(of: tile) { row, query, index in
        let place = gathered + index * view.key_size
        place.update(from: queries[row] + query * cache.keySize, count: cache.keySize)
        (place + cache.keySize).update(repeating: 0, count: view.key_size - cache.keySize)
      }
      if let selection, tile.end > selection.pages * view.page_tokens {
        attend(attended, gathered, tile, view, head: head, selection)
      } else {
        attend(attended, gathered, tile, view, end: tile.end)
      }
      forEachQuery(of: tile) { row, query, index in
        let place = output[row] + query * cache.valueSize
        place.update(from: attended + index * view.value_size, count: cache.valueSize)
      }
    }
  }

  private func forEachQuery(of tile: Tile, _ body: (_ row: Int, _ query: Int, _ index: Int) -> Void) {
    for (r, row) in tile.rows.enumerated() {
      for query in 0..<tile.perRow { body(row, tile.firstQuery + query, r * tile.perRow + query) }
    }
  }

  func attend(
    _ attended: UnsafeMutablePointer<Float>, _ gathered: UnsafePointer<Float>, _ tile: Tile, _ view: weir_pages,
    end: Int
  ) {
    kernels.table.attend(attended, gathered, tile.count, tile.perRow, view, end, tile.step, window, scale)
  }
}

struct PageList: @unchecked Sendable {  // Sendable: read only while the operation runs.
  let pointer: UnsafeBufferPointer<Int32>
}
