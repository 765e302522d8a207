internal import CKernels

/// One layer of the cache as the threads of one operation read it.
struct CacheView: @unchecked Sendable {  // Sendable: read only while the operation runs.
  let heads: Int, keySize: Int, valueSize: Int
  /// Bytes from the bounds of one page to the next one's.
  let boundsStride: Int
  private let shape: weir_pages
  private let bounds: UnsafeRawPointer?, boundsRow: Int

  init(_ cache: KeyValueCache, layer: Int) {
    let first = cache.pageHead(layer: layer, page: 0, head: 0), values = cache.values ?? cache.keys
    (heads, keySize, valueSize) = (cache.heads, cache.keySize, cache.valueSize)
    let pageRows = cache.heads * cache.pageTokens
    shape = weir_pages(
      format: cache.format.code, keys: bytes(cache.keys[first * cache.pageTokens]),
      values: bytes(values[first * cache.pageTokens]), pages: nil, key_stride: pageRows * cache.keys.rowBytes,
      value_stride: pageRows * values.rowBytes, key_row: cache.keys.rowBytes, value_row: values.rowBytes,
      page_tokens: cache.pageTokens, key_size: filledUp(cache.keySize), value_size: filledUp(cache.valueSize))
    bounds = cache.bounds.map { UnsafeRawPointer($0[first]) }
    boundsRow = cache.bounds?.rowBytes ?? 0
    boundsStride = cache.heads * boundsRow
  }

  func pages(head: Int, _ list: UnsafePointer<Int32>) -> weir_pages {
    var pages = shape
    pages.keys += head * shape.page_tokens * shape.key_row
    pages.values += head * shape.page_tokens * shape.value_row
    pages.pages = list
    return pages
  }

  func bounds(head: Int) -> UnsafeRawPointer? { bounds.map { $0 + head * boundsRow } }
}

private func bytes(_ pointer: UnsafeMutableRawPointer) -> UnsafePointer<UInt8> {
  UnsafePointer(pointer.assumingMemoryBound(to: UInt8.self))
}
