import Foundation
import Synchronization
import Testing
import ZeroMQ

@Suite struct SystemTests {
  @Test func aMutexExcludes() async {
    let count = PosixMutex(0)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { for _ in 0..<10_000 { count.withLock { $0 += 1 } } } }
    }
    #expect(count.withLock { $0 } == 80_000)
  }

  @Test func aSleeperIsWokenByAnotherThread() throws {
    let waker = try Waker()
    let thread = try PosixThread(name: "waker-test") { waker.wake() }
    waker.sleep(others: [], timeoutMs: nil)
    thread.join()
    // The wake was used up: the next sleep ends by its time only.
    waker.sleep(others: [], timeoutMs: 1)
  }

  @Test func aPathIsLockedOnceAndFreedAtTheEnd() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString)").path
    do {
      let lock = try PathLock(beside: path)
      #expect(throws: ZeroMQError.self) { _ = try PathLock(beside: path) }
      _ = lock
    }
    _ = try PathLock(beside: path)
  }

  @Test func aRouterReportsUnknownPeers() throws {
    let context = try Context()
    let router = try Socket(.router, in: context)
    try router.makeMandatory()
    #expect(try router.send([0, 1, 2, 3, 4], hasMore: true) == .unreachable)
  }

  @Test func aDiallerWithoutConnectionDoesNotQueue() throws {
    let context = try Context()
    let dealer = try Socket(.dealer, in: context)
    try dealer.apply(SocketBehaviour(messageBytesMax: 1_000))
    try dealer.connect("tcp://127.0.0.1:1")
    #expect(try dealer.send([1]) == .full)
  }

  @Test func aBadAddressNamesItself() throws {
    let context = try Context()
    let router = try Socket(.router, in: context)
    let error = #expect(throws: ZeroMQError.self) { try router.bind("tcp://nowhere") }
    #expect(error?.description.contains("tcp://nowhere") == true)
  }
}
