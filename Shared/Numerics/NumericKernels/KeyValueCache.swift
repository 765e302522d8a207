/// The keys and values of earlier positions, in pages that sequences take and give back.
///
/// A page holds `pageTokens` positions of all layers and heads; which pages a sequence has, and in what order, is the
/// scheduler's business (PagedAttention, Kwon et al. 2023). Memory is reserved at once and becomes resident when touched.
public final class KeyValueCache {
  public let layers: Int, heads: Int, headSize: Int
  public let pages: Int, pageTokens: Int
  let keys: UnsafeMutablePointer<Float>
  let values: UnsafeMutablePointer<Float>

  /// Positions in a page: long enough for whole vectors of scores, short enough that a sequence wastes little.
  public static let pageTokens = 64

  /// `heads` counts key/value heads.
  public init(layers: Int, heads: Int, headSize: Int, pages: Int, pageTokens: Int = KeyValueCache.pageTokens) {
    precondition((1...KeyValueCache.pageTokens).contains(pageTokens), "a page that the attention's scratch can hold")
    (self.layers, self.heads, self.headSize) = (layers, heads, headSize)
    (self.pages, self.pageTokens) = (pages, pageTokens)
    keys = allocateFloats(layers * pages * pageTokens * heads * headSize)
    values = allocateFloats(layers * pages * pageTokens * heads * headSize)
  }

  deinit {
    keys.deallocate()
    values.deallocate()
  }

  /// Floats of one page of one layer.
  var pageStride: Int { heads * pageTokens * headSize }

  /// Where a head's rows of a layer begin, in page 0.
  func offset(layer: Int, head: Int) -> Int { layer * pages * pageStride + head * pageTokens * headSize }
}

/// Where the rows of a batch stand: each row's sequence, position, and the pages of each sequence.
public struct BatchPlaces: Sendable {
  /// One row of the batch.
  struct Row: Sendable { let firstPage: Int, position: Int }
  private(set) var rows: [Row] = []
  private(set) var pages: [Int32] = []

  public init() {}

  /// Adds `count` consecutive rows of a sequence, from `position` on, whose cache lies in `pages`.
  ///
  /// - Precondition: the pages reach as far as the last position.
  public mutating func append(position: Int, count: Int, pages: [Int32], pageTokens: Int) {
    precondition(position >= 0 && position + count <= pages.count * pageTokens, "a page for every position")
    let firstPage = self.pages.count
    self.pages += pages
    rows += (position..<position + count).map { Row(firstPage: firstPage, position: $0) }
  }

  /// The position of each row in its sequence.
  public var positions: [Int] { rows.map(\.position) }
}
