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
