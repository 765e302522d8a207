internal import Foundation

extension Thread {
  /// A thread whose end can be awaited, with the error it threw.
  final class Joined: @unchecked Sendable {
    // Sendable because `outcome` is read and written only while `condition` is locked.
    private let condition = NSCondition()
    private var outcome: Result<Void, any Error>?

    init(_ body: @escaping @Sendable () throws -> Void) {
      Thread.detachNewThread { [self] in
        let result = Result { try body() }
        condition.lock()
        outcome = result
        condition.broadcast()
        condition.unlock()
      }
    }

    func join() throws {
      condition.lock()
      defer { condition.unlock() }
      while outcome == nil { condition.wait() }
      try outcome?.get()
    }
  }
}
