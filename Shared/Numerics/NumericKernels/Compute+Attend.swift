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
      scale: scale, window: window)
    let positions = places.rows.reduce(0) { $0 + $1.visible.count }
    let worth = 2 * positions * queries.columns / max(places.rows.count * cache.heads, 1)
    places.pages.withUnsafeBufferPointer { pages in
      let pages = PageList(pointer: pages)
      pool.split(places.rows.count * cache.heads, minimum: Self.productsMinimum / max(worth, 1) + 1) { items in
        for item in items { job.run(places.rows[item / job.cache.heads], item, pages) }
      }
    }
  }

  /// Attention of one layer; an item is one key/value head of one row, written by one thread.
  private struct Attention: Sendable {
    let kernels: KernelSet
    let queries: RowView, output: RowView
    let cache: CacheView
    let group: Int, scale: Float, window: Int?

    func run(_ place: BatchPlaces.Row, _ item: Int, _ pages: PageList) {
      let (row, head) = item.quotientAndRemainder(dividingBy: cache.heads)
      let start = window.map { max(0, place.visible.upperBound - $0) } ?? 0
      let view = cache.pages(head: head, pages.pointer.baseAddress! + place.firstPage)
      for first in stride(from: 0, to: group, by: Compute.queriesPerHeadMax) {
        let count = min(Compute.queriesPerHeadMax, group - first)
        kernels.table.attend(
          output[row] + (head * group + first) * view.value_size, queries[row] + (head * group + first) * view.key_size,
          count, view, start, place.visible.upperBound, scale)
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
