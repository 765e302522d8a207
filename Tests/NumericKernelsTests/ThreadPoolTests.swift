import Synchronization
import TestSupport
import Testing

@testable import NumericKernels

struct ThreadPoolTests {
  @Test(arguments: [1, 2, 3])
  func `fine ranges are of whole units, none too short, and cover everything once`(threads: Int) {
    var random = SeededGenerator(seed: UInt64(threads) + 5)
    let pool = ThreadPool(count: threads)
    for _ in 0..<200 {
      let (total, unit, minimum) = (random.size(100), random.size(7), random.size(30))
      let ranges = Mutex<[Range<Int>]>([])
      pool.splitFinely(total, unit: unit, minimum: minimum) { range in ranges.withLock { $0.append(range) } }
      let all = ranges.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound }
      #expect(all.flatMap { Array($0) } == Array(0..<total))
      #expect(all.allSatisfy { $0.lowerBound % unit == 0 })
      #expect(all.count == 1 || all.count * minimum <= total)
      #expect(threads > 1 || all.count == 1, "nobody waits for one thread")
    }
  }
}
