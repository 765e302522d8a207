/// Attention to some pages only: the first ones, the latest ones, and those whose keys may fit the queries best.
///
/// A page's worth is the largest product that any of its keys could have with a query, from the range of each element
/// over the page (Tang et al. 2024, Quest). Heads that share keys choose together.
public struct PageSelection: Sendable, Hashable {
  /// Pages that a row attends to at most, the first and the latest among them. Rows that are computed together and have
  /// more than `latest` pages of their own attend to these as well.
  public let pages: Int
  /// Pages at the beginning, which models use as a sink (Xiao et al. 2024).
  public let first: Int
  /// Pages at the end: the row's own and those before it.
  public let latest: Int

  /// With room for no more than the first and the latest it is attention to sinks and a window.
  ///
  /// - Precondition: the first and the latest fit into `pages`.
  public init(pages: Int, first: Int = 1, latest: Int = 2) {
    precondition(first >= 0 && latest >= 1 && pages >= first + latest, "room for the pages that are always kept")
    (self.pages, self.first, self.latest) = (pages, first, latest)
  }

  /// The places of the pages to keep, in order, where `worth` has a number for each; at least the `latest`.
  func choose(_ worth: UnsafeBufferPointer<Float>, latest: Int) -> [Int] {
    guard worth.count > pages, latest < worth.count - first else { return Array(0..<worth.count) }
    let candidates = Array(first..<worth.count - latest)
    // Pages of equal worth: the earlier ones, so that the choice is the same everywhere.
    let byWorth = candidates.sorted { (worth[$1], $0) < (worth[$0], $1) }
    let best = byWorth.prefix(pages - first - self.latest).sorted()
    return Array(0..<first) + best + Array(worth.count - latest..<worth.count)
  }
}
