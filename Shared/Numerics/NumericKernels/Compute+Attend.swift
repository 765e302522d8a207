internal import CKernels

extension Compute {
  /// Query heads of one key/value head that the kernel takes at once; more are taken in turn.
  static let queriesPerHeadMax = Int(WEIR_GROUP_MAX)

  /// Writes the new keys and values of each row to its place in the cache.
  public func store(
    keys: Activations, values: Activations?, in cache: KeyValueCache, layer: Int, at places: BatchPlaces
  ) {
    precondition(keys.columns == cache.heads * cache.keySize && keys.rows == places.rows.count, "a place for each row")
    precondition((values == nil) == (cache.values == nil), "values unless they are part of the keys")
    for (row, place) in places.rows.enumerated() {
      let page = Int(places.pages[place.firstPage + place.position / cache.pageTokens])
      precondition((0..<cache.pages).contains(page), "a page of this cache")
      for head in 0..<cache.heads {
        let line = cache.firstRow(layer: layer, page: page, head: head) + place.position % cache.pageTokens
        (cache.keys + line * cache.keySize).update(from: keys.at(row) + head * cache.keySize, count: cache.keySize)
        guard let values, let stored = cache.values else { continue }
        (stored + line * cache.valueSize).update(from: values.at(row) + head * cache.valueSize, count: cache.valueSize)
      }
    }
  }

  /// Attention of each row's queries over the positions of its sequence that it sees; scores are multiplied by `scale`.
  ///
  /// `window` limits a row to that many positions, its own the last.
  public func attend(
    _ queries: Activations, _ cache: KeyValueCache, layer: Int, at places: BatchPlaces, scale: Float,
    window: Int? = nil, into y: Activations
  ) {
    precondition(queries.columns % (cache.heads * cache.keySize) == 0, "whole groups of heads")
    let group = queries.columns / (cache.heads * cache.keySize)
    precondition(queries.rows == places.rows.count && y.columns == group * cache.heads * cache.valueSize, "equal rows")
    y.resize(rows: queries.rows)
    let job = Attention(
      kernels: kernels, queries: queries.view, output: y.view, cache: CacheView(cache, layer: layer), group: group,
      scale: scale, window: window ?? 0)
    let tiles = places.tiles(rowsMax: max(1, Self.queriesPerHeadMax / group))
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

  /// Attention of one layer; each key/value head of each tile of rows is written by one thread.
  private struct Attention: Sendable {
    let kernels: KernelSet
    let queries: RowView, output: RowView
    let cache: CacheView
    let group: Int, scale: Float, window: Int

    func run(_ rows: Range<Int>, _ places: BatchPlaces, head: Int, _ pages: PageList) {
      let last = places.rows[rows.upperBound - 1]
      let view = cache.pages(head: head, pages.pointer.baseAddress! + last.firstPage)
      if rows.count == 1 {
        runRow(rows.lowerBound, last, head: head, view)
      } else {
        // Rows of a causal sequence see one position more each, those of any other all the same.
        let step = last.visible.upperBound - places.rows[rows.upperBound - 2].visible.upperBound
        runTile(rows, end: last.visible.upperBound, step: step, head: head, view)
      }
    }

    /// One row, its heads at most `queriesPerHeadMax` at a time.
    private func runRow(_ row: Int, _ place: BatchPlaces.Row, head: Int, _ view: weir_pages) {
      for first in stride(from: 0, to: group, by: Compute.queriesPerHeadMax) {
        let count = min(Compute.queriesPerHeadMax, group - first), query = head * group + first
        kernels.table.attend(
          output[row] + query * view.value_size, queries[row] + query * view.key_size, count, count, view,
          place.visible.upperBound, 0, window, scale)
      }
    }

    /// Several rows, whose queries are gathered so that each page is read once for all of them.
    private func runTile(_ rows: Range<Int>, end: Int, step: Int, head: Int, _ view: weir_pages) {
      let (q, o) = (group * view.key_size, group * view.value_size)
      withUnsafeTemporaryAllocation(of: Float.self, capacity: rows.count * (q + o)) { scratch in
        guard let gathered = scratch.baseAddress else { return }
        let attended = gathered + rows.count * q
        for (index, row) in rows.enumerated() { (gathered + index * q).update(from: queries[row] + head * q, count: q) }
        kernels.table.attend(attended, gathered, rows.count * group, group, view, end, step, window, scale)
        for (index, row) in rows.enumerated() { (output[row] + head * o).update(from: attended + index * o, count: o) }
      }
    }
  }

  /// One layer of the cache as the threads of one operation read it.
  private struct CacheView: @unchecked Sendable {  // Sendable: read only while the operation runs.
    let keys: UnsafePointer<Float>, values: UnsafePointer<Float>
    let heads: Int
    private let shape: weir_pages

    init(_ cache: KeyValueCache, layer: Int) {
      let first = cache.firstRow(layer: layer, page: 0, head: 0),
        valueRow = cache.values == nil ? cache.keySize : cache.valueSize
      keys = UnsafePointer(cache.keys + first * cache.keySize)
      values = cache.values.map { UnsafePointer($0 + first * cache.valueSize) } ?? keys
      heads = cache.heads
      let pageRows = cache.heads * cache.pageTokens
      shape = weir_pages(
        keys: nil, values: nil, pages: nil, key_stride: pageRows * cache.keySize, value_stride: pageRows * valueRow,
        page_tokens: cache.pageTokens, key_size: cache.keySize, value_size: cache.valueSize, value_row: valueRow)
    }

    func pages(head: Int, _ list: UnsafePointer<Int32>) -> weir_pages {
      var pages = shape
      pages.keys = keys + head * shape.page_tokens * shape.key_size
      pages.values = values + head * shape.page_tokens * shape.value_row
      pages.pages = list
      return pages
    }
  }

  private struct PageList: @unchecked Sendable {  // Sendable: read only while the operation runs.
    let pointer: UnsafeBufferPointer<Int32>
  }
}
