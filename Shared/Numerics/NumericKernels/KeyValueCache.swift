/// The keys and values of earlier positions, in pages that sequences take and give back.
///
/// A page holds `pageTokens` positions of all layers and heads; which pages a sequence has, and in what order, is the
/// scheduler's business (PagedAttention, Kwon et al. 2023). Memory is reserved at once and becomes resident when touched.
public final class KeyValueCache {
  public let layers: Int, heads: Int
  /// Elements of a key and of a value of one head.
  public let keySize: Int, valueSize: Int
  public let pages: Int, pageTokens: Int
  let keys: UnsafeMutablePointer<Float>
  /// nil where a value is the first part of its key (multi-head latent attention).
  let values: UnsafeMutablePointer<Float>?

  /// Positions in a page: long enough for whole vectors of scores, short enough that a sequence wastes little.
  public static let pageTokens = 64

  /// `heads` counts key/value heads.
  public init(
    layers: Int, heads: Int, keySize: Int, valueSize: Int, valuesArePartOfKeys: Bool = false, pages: Int,
    pageTokens: Int = KeyValueCache.pageTokens
  ) {
    precondition((1...KeyValueCache.pageTokens).contains(pageTokens), "a page that the attention's scratch can hold")
    precondition(!valuesArePartOfKeys || valueSize <= keySize, "a part of the key")
    (self.layers, self.heads, self.keySize, self.valueSize) = (layers, heads, keySize, valueSize)
    (self.pages, self.pageTokens) = (pages, pageTokens)
    let positions = layers * pages * pageTokens * heads
    keys = allocateFloats(positions * keySize)
    values = valuesArePartOfKeys ? nil : allocateFloats(positions * valueSize)
  }

  deinit {
    keys.deallocate()
    values?.deallocate()
  }

  /// Copies a page of every layer.
  public func copyPage(from: Int, to: Int) {
    precondition((0..<pages).contains(from) && (0..<pages).contains(to), "pages of this cache")
    guard from != to else { return }
    let rows = heads * pageTokens
    for layer in 0..<layers {
      let source = firstRow(layer: layer, page: from, head: 0), target = firstRow(layer: layer, page: to, head: 0)
      (keys + target * keySize).update(from: keys + source * keySize, count: rows * keySize)
      guard let values else { continue }
      (values + target * valueSize).update(from: values + source * valueSize, count: rows * valueSize)
    }
  }

  /// Row of a head's first position in a page, counted over all rows of the cache.
  func firstRow(layer: Int, page: Int, head: Int) -> Int { ((layer * pages + page) * heads + head) * pageTokens }
}

/// Where the rows of a batch stand: each row's sequence, position, and the pages of each sequence.
public struct BatchPlaces: Sendable {
  /// One row of the batch.
  struct Row: Sendable {
    let firstPage: Int, position: Int
    /// The positions that the row attends to.
    let visible: Range<Int>
  }
  private(set) var rows: [Row] = []
  private(set) var pages: [Int32] = []

  public init() {}

  /// Adds `count` consecutive rows of a sequence, from `position` on, whose cache lies in `pages`.
  ///
  /// A causal row attends to the positions up to its own, any other to all of the rows added with it.
  /// - Precondition: the pages reach as far as the last position.
  public mutating func append(
    position: Int, count: Int, pages: [Int32], pageTokens: Int, isCausal: Bool = true
  ) {
    precondition(position >= 0 && position + count <= pages.count * pageTokens, "a page for every position")
    let firstPage = self.pages.count
    self.pages += pages
    rows += (position..<position + count).map {
      Row(firstPage: firstPage, position: $0, visible: 0..<(isCausal ? $0 + 1 : position + count))
    }
  }

  /// Neighbouring rows of the same sequence, at most `rowsMax` together.
  func tiles(rowsMax: Int) -> [Range<Int>] {
    var tiles: [Range<Int>] = []
    for row in rows.indices {
      if let last = tiles.last, last.count < rowsMax, rows[last.lowerBound].firstPage == rows[row].firstPage {
        tiles[tiles.count - 1] = last.lowerBound..<row + 1
      } else {
        tiles.append(row..<row + 1)
      }
    }
    return tiles
  }

  /// The position of each row in its sequence.
  public var positions: [Int] { rows.map(\.position) }
}
