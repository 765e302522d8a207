internal import CKernels

extension Attention {
  /// Attention over chosen pages: keys carry their positions, so that a shorter list of pages is all it takes.
  func attend(
    _ attended: UnsafeMutablePointer<Float>, _ gathered: UnsafePointer<Float>, _ tile: Tile, _ view: weir_pages,
    head: Int, _ selection: PageSelection
  ) {
    let pageTokens = view.page_tokens, count = (tile.end + pageTokens - 1) / pageTokens
    // Pages that only some of the rows see, whole or in part, must stay where the rows' ends are counted from.
    let own = count - (tile.sharedEnd - 1) / pageTokens
    let chosen = worth(of: count, gathered, tile, view, head: head) {
      selection.choose($0, latest: max(selection.latest, own))
    }
    let list = chosen.map { view.pages[$0] }
    list.withUnsafeBufferPointer { list in
      var view = view
      view.pages = list.baseAddress
      attend(attended, gathered, tile, view, end: tile.end - (count - list.count) * pageTokens)
    }
  }

  /// How promising each of the first `count` pages is: the logarithm of the largest share of any query's attention that
  /// it would have if all pages were as good as they may be.
  ///
  /// Shares, because a query with large scores and one that is indifferent would each outvote the others else.
  private func worth<T>(
    of count: Int, _ gathered: UnsafePointer<Float>, _ tile: Tile, _ view: weir_pages, head: Int,
    _ body: (UnsafeBufferPointer<Float>) -> T
  ) -> T {
    let size = view.key_size
    let needed = tile.count * (2 * size + count) + count
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: needed) { scratch in
      let split = scratch.baseAddress!, scores = split + tile.count * 2 * size
      let worth = scores + tile.count * count
      for query in 0..<tile.count {
        let (q, parts) = (gathered + query * size, split + query * 2 * size)
        for i in 0..<size { (parts[i], parts[size + i]) = (max(q[i], 0), min(q[i], 0)) }
      }
      kernels.table.score_pages(
        scores, count, split, tile.count, cache.bounds(head: head), cache.boundsStride, view.pages, count, size)
      worth.initialize(repeating: -.infinity, count: count)
      for query in 0..<tile.count {
        let own = scores + query * count
        for page in 0..<count { own[page] *= scale }
        let total = kernels.logSumExp(UnsafeBufferPointer(start: own, count: count))
        for page in 0..<count { worth[page] = max(worth[page], own[page] - total) }
      }
      return body(UnsafeBufferPointer(start: worth, count: count))
    }
  }
}
