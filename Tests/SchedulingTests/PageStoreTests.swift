import TestSupport
import Testing

@testable import Scheduling

/// Pages of the cache and what can be found on them.
struct PageStoreTests {
  private let start = PrefixBlock.Parent.start(.init(salt: [1]))

  @Test func `a block is found by its tokens, its parent and its domain`() {
    var store = PageStore(pages: 4, pageTokens: 2)
    let first = take(&store), second = take(&store)
    let after = store.publish(first, as: PrefixBlock(parent: start, tokens: [1, 2])).parent
    _ = store.publish(second, as: PrefixBlock(parent: after, tokens: [3, 4]))
    #expect(store.find(PrefixBlock(parent: start, tokens: [1, 2]))?.page == first)
    #expect(store.find(PrefixBlock(parent: after, tokens: [3, 4]))?.page == second)
    #expect(store.find(PrefixBlock(parent: start, tokens: [3, 4])) == nil)
    #expect(store.find(PrefixBlock(parent: .start(.init(salt: [2])), tokens: [1, 2])) == nil)
    #expect(store.find(PrefixBlock(parent: .start(.init(salt: [1], adapter: 0)), tokens: [1, 2])) == nil)
  }

  @Test func `a released page can be found until it is taken, the ends of texts going first`() {
    var store = PageStore(pages: 3, pageTokens: 1)
    var parent = start, pages: [Int32] = []
    for token in Int32(0)..<3 {
      pages.append(take(&store))
      parent = store.publish(pages.last!, as: PrefixBlock(parent: parent, tokens: [token])).parent
    }
    #expect(store.take() == nil)
    store.release(pages)
    #expect(store.availableCount == 3)
    #expect(store.take() == pages[2])
    #expect(store.find(PrefixBlock(parent: start, tokens: [0]))?.page == pages[0])
    store.hold(pages[0])
    #expect(store.take() == pages[1] && store.take() == nil)
  }

  @Test func `the same block computed twice is kept once`() {
    var store = PageStore(pages: 2, pageTokens: 1)
    let first = take(&store), second = take(&store)
    let block = PrefixBlock(parent: start, tokens: [1])
    #expect(store.publish(first, as: block).page == first)
    #expect(store.publish(second, as: block).page == first)
    #expect(store.availableCount == 1 && store.take() == second)
    // Both hold the one page.
    store.release([first])
    #expect(store.isHeld(first))
  }

  @Test(arguments: 0..<20) func `the list of pages agrees with an array`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var list = RecencyList(capacity: 12), reference: [Int32] = []
    for _ in 0..<500 {
      let number = Int32.random(in: 0..<12, using: &random)
      if let place = reference.firstIndex(of: number) {
        list.remove(number)
        reference.remove(at: place)
      } else if Bool.random(using: &random) {
        list.append(number)
        reference.append(number)
      } else {
        list.prepend(number)
        reference.insert(number, at: 0)
      }
      #expect(list.first == reference.first && list.count == reference.count)
      #expect(list.contains(number) == reference.contains(number))
    }
  }

  private func take(_ store: inout PageStore) -> Int32 {
    let page = store.take()
    #expect(page != nil)
    return page ?? 0
  }
}
