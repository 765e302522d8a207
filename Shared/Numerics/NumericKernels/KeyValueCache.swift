internal import CKernels

/// The keys and values of earlier positions, in pages that sequences take and give back.
///
/// A page holds `pageTokens` positions of all layers and heads; which pages a sequence has, and in what order, is the
/// scheduler's business (PagedAttention, Kwon et al. 2023). Memory is reserved at once and becomes resident when touched.
public final class KeyValueCache {
  public let layers: Int, heads: Int
  /// Elements of a key and of a value of one head.
  public let keySize: Int, valueSize: Int
  public let pages: Int, pageTokens: Int
  public let format: CacheFormat
  /// Rows of keys, of values, and of the bounds of each page's keys. Values are nil where a value is the first part of
  /// its key (multi-head latent attention), bounds unless pages are to be chosen by them.
  let keys: CacheRows, values: CacheRows?, bounds: CacheRows?

  /// Positions in a page: long enough for whole vectors of scores, short enough that a sequence wastes little.
  public static let pageTokens = 64

  /// `heads` counts key/value heads; `hasBounds` keeps the range of each page's keys, for `PageSelection`.
  public init(
    layers: Int, heads: Int, keySize: Int, valueSize: Int, valuesArePartOfKeys: Bool = false, pages: Int,
    pageTokens: Int = KeyValueCache.pageTokens, format: CacheFormat = .f32, hasBounds: Bool = false
  ) {
    precondition((1...KeyValueCache.pageTokens).contains(pageTokens), "a page that the attention's scratch can hold")
    precondition(!valuesArePartOfKeys || valueSize <= keySize, "a part of the key")
    (self.layers, self.heads, self.keySize, self.valueSize) = (layers, heads, keySize, valueSize)
    (self.pages, self.pageTokens, self.format) = (pages, pageTokens, format)
    let pageHeads = layers * pages * heads
    keys = CacheRows(count: pageHeads * pageTokens, size: filledUp(keySize), format)
    values = valuesArePartOfKeys ? nil : CacheRows(count: pageHeads * pageTokens, size: filledUp(valueSize), format)
    bounds = hasBounds ? CacheRows(count: pageHeads, size: 2 * filledUp(keySize), .f16) : nil
  }

  /// Makes page `to` a copy of page `from` in every layer: what a sequence needs that goes on writing in a page which
  /// others read.
  public func copyPage(from: Int, to: Int) {
    precondition((0..<pages).contains(from) && (0..<pages).contains(to), "pages of this cache")
    guard from != to else { return }
    for layer in 0..<layers {
      let (source, target) = (pageHead(layer: layer, page: from, head: 0), pageHead(layer: layer, page: to, head: 0))
      keys.copy(from: source * pageTokens, to: target * pageTokens, count: heads * pageTokens)
      values?.copy(from: source * pageTokens, to: target * pageTokens, count: heads * pageTokens)
      bounds?.copy(from: source, to: target, count: heads)
    }
  }

  /// Bytes of a cache made with the same arguments; `valueSize` is nil where values are part of their keys.
  public static func byteCount(
    layers: Int, heads: Int, keySize: Int, valueSize: Int?, pages: Int, pageTokens: Int, format: CacheFormat,
    hasBounds: Bool
  ) -> Int {
    let row = format.rowBytes(filledUp(keySize)) + (valueSize.map { format.rowBytes(filledUp($0)) } ?? 0)
    let bounds = hasBounds ? CacheFormat.f16.rowBytes(2 * filledUp(keySize)) : 0
    return layers * heads * pages * (pageTokens * row + bounds)
  }

  /// A page as one head of one layer has it, counted over the whole cache.
  func pageHead(layer: Int, page: Int, head: Int) -> Int { (layer * pages + page) * heads + head }
}

/// How keys and values are kept.
public enum CacheFormat: Sendable, Hashable, CaseIterable {
  case f32, f16
  /// Signed bytes; each 32 elements of a head share a scale of 16 bits.
  case int8

  var code: weir_format {
    switch self {
    case .f32: WEIR_F32
    case .f16: WEIR_F16
    case .int8: WEIR_Q8_0
    }
  }

  func rowBytes(_ size: Int) -> Int { size / weir_block_elements(code) * weir_block_bytes(code) }
}

/// Elements of a row that holds `count`: whole groups, as the kernels want them.
func filledUp(_ count: Int) -> Int {
  let group = Int(WEIR_GROUP_ELEMENTS)
  return (count + group - 1) / group * group
}

/// Memory for rows of equal size.
final class CacheRows {
  let rowBytes: Int
  let base: UnsafeMutableRawPointer

  init(count: Int, size: Int, _ format: CacheFormat) {
    rowBytes = format.rowBytes(size)
    base = .allocate(byteCount: max(count * rowBytes, 1), alignment: 64)
  }

  deinit { base.deallocate() }

  subscript(row: Int) -> UnsafeMutableRawPointer { base + row * rowBytes }

  func copy(from: Int, to: Int, count: Int) {
    self[to].copyMemory(from: self[from], byteCount: count * rowBytes)
  }
}
