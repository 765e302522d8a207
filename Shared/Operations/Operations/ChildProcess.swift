internal import CProcess
import Glibc

/// A process that this one started.
public struct ChildProcess: Sendable, Hashable {
  public let pid: Int32

  /// Starts an executable with `/dev/null` as input and `output` as output and error.
  ///
  /// - Parameter isDetached: whether it outlives this process. Otherwise the kernel kills it when the calling *thread*
  ///   ends, so call from the main thread.
  public static func start(
    _ executable: String, _ arguments: [String], environment: [String: String], output: Int32, isDetached: Bool = false
  ) throws(OperationsError) -> ChildProcess {
    let pid = withCStrings([executable] + arguments) { arguments in
      withCStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
        weir_process_spawn(executable, arguments, environment, output, isDetached)
      }
    }
    guard pid > 0 else { throw .file(action: "start", path: executable, errno: -pid) }
    return ChildProcess(pid: pid)
  }

  /// The exit code, or 128 + the signal that ended it; nil while it runs. To be asked until it is not nil.
  public func exitStatus() -> Int32? {
    let status = weir_process_ended(pid)
    return status < 0 ? nil : status
  }

  /// To the process and what it started itself.
  public func send(_ signal: Int32) { kill(-pid, signal) }
}

private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers = strings.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
}
