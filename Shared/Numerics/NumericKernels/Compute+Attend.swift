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
    let worth = 2 * positions * queries.columns / max(tiles.count * cache.heads, 1)
    places.pages.withUnsafeBufferPointer { pages in
      let pages = PageList(pointer: pages)
      pool.split(tiles.count * cache.heads, minimum: Self.productsMinimum / max(worth, 1) + 1) { items in
        for item in items {
          let (tile, head) = item.quotientAndRemainder(dividingBy: job.cache.heads)
          job.run(tiles[tile], places, head: head, pages)
        }
      }
    }
  }
}

/// Attention of one layer; each key/value head of each tile of rows is written by one thread.
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

  func run(_ rows: Range<Int>, _ places: BatchPlaces, head: Int, _ pages: PageList) {
    let last = places.rows[rows.upperBound - 1], end = last.visible.upperBound
    // Rows of a causal sequence see one position more each, those of any other all the same.
    let step = rows.count > 1 ? end - places.rows[rows.upperBound - 2].visible.upperBound : 0
    let view = cache.pages(head: head, pages.pointer.baseAddress! + last.firstPage)
    // A single row may have more heads than the kernel takes.
    let heads = min(group, Self.queriesMax)
    for first in stride(from: 0, to: group, by: heads) {
      let tile = Tile(
        rows: rows, firstQuery: head * group + first, perRow: min(heads, group - first), end: end, step: step)
      run(tile, view, head: head)
    }
  }

  /// Queries are gathered so that each page is read once for all of them, and filled up to whole groups.
  private func run(_ tile: Tile, _ view: weir_pages, head: Int) {
    let (q, o) = (tile.count * view.key_size, tile.count * view.value_size)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: q + o) { scratch in
      guard let gathered = scratch.baseAddress else { return }
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
