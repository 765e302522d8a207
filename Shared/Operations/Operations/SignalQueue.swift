internal import CProcess
import Glibc

/// SIGTERM, SIGINT, SIGHUP and SIGCHLD of this process, in order. One reader per process.
public struct SignalQueue: Sendable {
  /// Readable when a signal waits.
  public let descriptor: Int32

  /// From here on these signals no longer end the process.
  public init() throws(OperationsError) {
    descriptor = weir_process_signals()
    guard descriptor >= 0 else { throw .file(action: "open", path: "the signal pipe", errno: -descriptor) }
  }

  /// The next signal; nil when none waits.
  public func next() -> Int32? {
    var byte: UInt8 = 0
    return read(descriptor, &byte, 1) == 1 ? Int32(byte) : nil
  }
}

extension Int32 {
  /// Whether the signal of this number asks the process to stop.
  public var isStopSignal: Bool { self == SIGTERM || self == SIGINT }
}
