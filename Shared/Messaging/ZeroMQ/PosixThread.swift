internal import CZeroMQ
internal import Glibc

/// A thread of the system with a name, for work that must not block Swift's cooperative pool.
///
/// `@unchecked Sendable`: the identifier never changes.
public final class PosixThread: @unchecked Sendable {
  private let thread: pthread_t

  /// Starts `body`, on one processor only if one is given; the thread ends with it.
  public init(name: String, processor: Int? = nil, _ body: @escaping @Sendable () -> Void) throws(ZeroMQError) {
    let job = Unmanaged.passRetained(Job(name: name, processor: processor, run: body))
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, runJob, job.toOpaque())
    guard code == 0 else {
      job.release()
      throw ZeroMQError("pthread_create", code: code)
    }
    self.thread = thread
  }

  /// Waits for the end of the thread. Call once, from another thread.
  public func join() { pthread_join(thread, nil) }
}

/// A number of the calling thread that no other running thread has; never 0.
public func currentThreadNumber() -> UInt { UInt(pthread_self()) }

private final class Job: Sendable {
  let name: String
  let processor: Int?
  let run: @Sendable () -> Void

  init(name: String, processor: Int?, run: @escaping @Sendable () -> Void) {
    self.name = name
    self.processor = processor
    self.run = run
  }
}

private func runJob(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  let job = Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
  weir_name_this_thread(job.name)
  // A processor that this process may not use is no reason to fail: the thread then runs anywhere.
  if let processor = job.processor, (0..<64).contains(processor) { _ = weir_pin_this_thread(Int32(processor)) }
  job.run()
  return nil
}
