/// The pages of the key/value cache: who holds each, what the full ones hold, and which is given away next.
///
/// A page that nobody holds keeps what it holds until it is needed, the one released first going first (least recently
/// used, as in vLLM). A sequence releases its last page first, so that no block outlives the one before it.
struct PageStore: Sendable {
  let pageTokens: Int
  private var holders: [Int]
  private var blocks: [Published?]
  private var index: [PrefixBlock: Int32] = [:]
  private var unheld: RecencyList
  private var nextBlock: UInt64 = 0

  private struct Published: Sendable {
    let block: PrefixBlock
    let number: UInt64
  }

  init(pages: Int, pageTokens: Int) {
    self.pageTokens = pageTokens
    holders = Array(repeating: 0, count: pages)
    blocks = Array(repeating: nil, count: pages)
    unheld = RecencyList(capacity: pages)
    for page in 0..<Int32(pages) { unheld.append(page) }
  }

  /// Pages that nobody holds.
  var availableCount: Int { unheld.count }

  func isHeld(_ page: Int32) -> Bool { holders[Int(page)] > 0 }

  /// A page to write on, held once; what it held is forgotten. nil when all are held.
  mutating func take() -> Int32? {
    guard let page = unheld.first else { return nil }
    unheld.remove(page)
    if let forgotten = blocks[Int(page)] { index[forgotten.block] = nil }
    blocks[Int(page)] = nil
    holders[Int(page)] = 1
    return page
  }

  mutating func hold(_ page: Int32) {
    if holders[Int(page)] == 0 { unheld.remove(page) }
    holders[Int(page)] += 1
  }

  /// Gives a sequence's pages back, in the order of the sequence.
  mutating func release(_ pages: [Int32]) { pages.reversed().forEach { release($0) } }

  private mutating func release(_ page: Int32) {
    holders[Int(page)] -= 1
    guard holders[Int(page)] == 0 else { return }
    if blocks[Int(page)] == nil { unheld.prepend(page) } else { unheld.append(page) }
  }

  /// The page that holds `block`, and the parent of the block after it.
  func find(_ block: PrefixBlock) -> (page: Int32, parent: PrefixBlock.Parent)? {
    index[block].map { ($0, .block(blocks[Int($0)]!.number)) }
  }

  /// Makes a held, full page findable. The parent of the block after it, and the page to go on with: where the block is
  /// there already, that page is held in place of this one.
  mutating func publish(_ page: Int32, as block: PrefixBlock) -> (page: Int32, parent: PrefixBlock.Parent) {
    if let known = find(block) {
      guard known.page != page else { return known }
      hold(known.page)
      release(page)
      return known
    }
    nextBlock += 1
    index[block] = page
    blocks[Int(page)] = Published(block: block, number: nextBlock)
    return (page, .block(nextBlock))
  }
}
