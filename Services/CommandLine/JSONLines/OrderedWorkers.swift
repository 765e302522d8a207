internal import Foundation

/// Threads that transform numbered inputs and hand the results on in the order of the inputs.
///
/// At most `capacity` inputs are between `submit` and `next`, which bounds the memory whatever the stream's length.
final class OrderedWorkers<Input: Sendable, Output: Sendable>: @unchecked Sendable {
  // Sendable because every stored variable is read and written only while `condition` is locked.
  private let condition = NSCondition()
  private let capacity: Int
  private let body: @Sendable (Input) -> Output
  private var waiting: [(index: Int, input: Input)] = []
  private var finished: [Int: Output] = [:]
  private var submitted = 0
  private var delivered = 0
  private var isClosed = false

  init(threads: Int, capacity: Int, body: @escaping @Sendable (Input) -> Output) {
    self.capacity = capacity
    self.body = body
    for _ in 0..<threads { Thread.detachNewThread { self.work() } }
  }

  /// Waits while `capacity` inputs are under way. False once closed: nobody takes results any more.
  func submit(_ input: Input) -> Bool {
    locked {
      while !isClosed, submitted - delivered >= capacity { condition.wait() }
      guard !isClosed else { return false }
      waiting.append((submitted, input))
      submitted += 1
      condition.broadcast()
      return true
    }
  }

  /// No more inputs: the threads end when those submitted are done.
  func close() {
    locked {
      isClosed = true
      condition.broadcast()
    }
  }

  /// The next result in input order; nil after the last.
  func next() -> Output? {
    locked {
      while finished[delivered] == nil {
        if isClosed, delivered == submitted { return nil }
        condition.wait()
      }
      defer {
        delivered += 1
        condition.broadcast()
      }
      return finished.removeValue(forKey: delivered)
    }
  }

  private func work() {
    while let (index, input) = take() {
      let output = body(input)
      locked {
        finished[index] = output
        condition.broadcast()
      }
    }
  }

  private func take() -> (index: Int, input: Input)? {
    locked {
      while waiting.isEmpty {
        if isClosed { return nil }
        condition.wait()
      }
      return waiting.removeFirst()
    }
  }

  private func locked<Result>(_ action: () -> Result) -> Result {
    condition.lock()
    defer { condition.unlock() }
    return action()
  }
}
