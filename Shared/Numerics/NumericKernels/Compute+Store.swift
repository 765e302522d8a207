internal import CKernels

extension Compute {
  /// Writes the new keys and values of each row to its place in the cache, and takes the keys into their page's bounds.
  public func store(
    keys: Activations, values: Activations?, in cache: KeyValueCache, layer: Int, at places: BatchPlaces
  ) {
    precondition(keys.columns == cache.heads * cache.keySize && keys.rows == places.rows.count, "a place for each row")
    precondition((values == nil) == (cache.values == nil), "values unless they are part of the keys")
    let job = Storing(
      kernels: kernels, keys: keys.view, values: values?.view, cache: CacheWriter(cache: cache), layer: layer)
    // Each head is written by one thread: rows of a page extend the same bounds.
    pool.split(cache.heads, minimum: Self.elementsMinimum / max(places.rows.count * cache.keySize, 1) + 1) { heads in
      for row in places.rows.indices { for head in heads { job.run(row, places, head: head) } }
    }
  }

  private struct Storing: Sendable {
    let kernels: KernelSet
    let keys: RowView, values: RowView?
    let cache: CacheWriter, layer: Int

    func run(_ row: Int, _ places: BatchPlaces, head: Int) {
      let cache = cache.cache, place = places.rows[row]
      let page = Int(places.pages[place.firstPage + place.position / cache.pageTokens])
      let offset = place.position % cache.pageTokens
      precondition((0..<cache.pages).contains(page), "a page of this cache")
      let pageHead = cache.pageHead(layer: layer, page: page, head: head)
      let line = pageHead * cache.pageTokens + offset, key = keys[row] + head * cache.keySize
      kernels.table.store_row(cache.format.code, cache.keys[line], key, cache.keySize)
      // A page is filled from its beginning on, so its first key is where the bounds of an earlier use end.
      if let bounds = cache.bounds {
        kernels.table.extend_bounds(bounds[pageHead], key, cache.keySize, offset == 0 ? 1 : 0)
      }
      guard let values, let stored = cache.values else { return }
      kernels.table.store_row(cache.format.code, stored[line], values[row] + head * cache.valueSize, cache.valueSize)
    }
  }

  private struct CacheWriter: @unchecked Sendable {  // Sendable: threads write disjoint heads.
    let cache: KeyValueCache
  }
}
