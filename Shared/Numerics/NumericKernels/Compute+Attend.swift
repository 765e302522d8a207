internal import CKernels

extension Compute {
  /// Query heads that may share one key/value head.
  public static let queriesPerHeadMax = Int(WEIR_GROUP_MAX)

  /// Writes the new keys and values of each row to its place in the cache.
  public func store(keys: Activations, values: Activations, in cache: KeyValueCache, layer: Int, at places: BatchPlaces)
  {
    precondition(keys.columns == cache.heads * cache.headSize && values.columns == keys.columns, "shapes that fit")
    precondition(keys.rows == places.rows.count && values.rows == keys.rows, "one place for each row")
    for (row, place) in places.rows.enumerated() {
      let page = places.pages[place.firstPage + place.position / cache.pageTokens]
      precondition((0..<cache.pages).contains(Int(page)), "a page of this cache")
      for head in 0..<cache.heads {
        let line = Int(page) * cache.pageStride + place.position % cache.pageTokens * cache.headSize
        let offset = cache.offset(layer: layer, head: head) + line
        (cache.keys + offset).update(from: keys.at(row) + head * cache.headSize, count: cache.headSize)
        (cache.values + offset).update(from: values.at(row) + head * cache.headSize, count: cache.headSize)
      }
    }
  }

  /// Causal attention of each row's queries over the positions of its sequence up to its own.
  public func attend(
    _ queries: Activations, _ cache: KeyValueCache, layer: Int, at places: BatchPlaces, into y: Activations
  ) {
    precondition(queries.columns % (cache.heads * cache.headSize) == 0, "whole groups of heads")
    precondition(queries.columns == y.columns && queries.rows == places.rows.count, "one place for each row")
    y.resize(rows: queries.rows)
    let job = Attention(kernels: kernels, queries: queries.view, output: y.view, cache: CacheView(cache, layer: layer))
    let positions = places.rows.reduce(0) { $0 + $1.position + 1 }
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

    func run(_ place: BatchPlaces.Row, _ item: Int, _ pages: PageList) {
      let (row, head) = item.quotientAndRemainder(dividingBy: cache.heads)
      let width = queries.columns / cache.heads
      let offset = head * cache.pageTokens * cache.headSize
      let pages = weir_pages(
        keys: cache.keys + offset, values: cache.values + offset, pages: pages.pointer.baseAddress! + place.firstPage,
        page_stride: cache.pageStride, page_tokens: cache.pageTokens)
      kernels.table.attend(
        output[row] + head * width, queries[row] + head * width, width / cache.headSize, cache.headSize, pages,
        place.position + 1, 1 / Float(cache.headSize).squareRoot())
    }
  }

  /// One layer of the cache as the threads of one operation read it.
  private struct CacheView: @unchecked Sendable {  // Sendable: read only while the operation runs.
    let keys: UnsafePointer<Float>, values: UnsafePointer<Float>
    let heads: Int, headSize: Int, pageStride: Int, pageTokens: Int

    init(_ cache: KeyValueCache, layer: Int) {
      keys = UnsafePointer(cache.keys + cache.offset(layer: layer, head: 0))
      values = UnsafePointer(cache.values + cache.offset(layer: layer, head: 0))
      (heads, headSize) = (cache.heads, cache.headSize)
      (pageStride, pageTokens) = (cache.pageStride, cache.pageTokens)
    }
  }

  private struct PageList: @unchecked Sendable {  // Sendable: read only while the operation runs.
    let pointer: UnsafeBufferPointer<Int32>
  }
}
