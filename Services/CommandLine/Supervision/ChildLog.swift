import Glibc
import Operations

/// What a child writes, kept in its log file. Its end of the pipe stays open as long as it lives, so that a crash's last
/// words arrive.
final class ChildLog {
  let readEnd: Int32
  private static let readsPerTurn = 16
  private var file: RotatingFile
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  /// - Returns: the log, and the end of the pipe that the child gets and the caller closes.
  static func open(path: String, bytesMax: Int) throws(OperationsError) -> (log: ChildLog, writeEnd: Int32) {
    let file = try RotatingFile(path: path, bytesMax: bytesMax)
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .file(action: "open a pipe for", path: path, errno: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // Only our end: a child that found its output non-blocking would lose lines.
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    return (ChildLog(readEnd: ends[0], file: file), ends[1])
  }

  private init(readEnd: Int32, file: consuming RotatingFile) {
    self.readEnd = readEnd
    self.file = file
  }

  deinit { close(readEnd) }

  /// Takes what is there. False once the child and all that it started are gone.
  func drain() -> Bool {
    // Bounded, so that a child which writes without end does not keep the supervisor from the others.
    for _ in 0..<Self.readsPerTurn {
      let count = read(readEnd, &buffer, buffer.count)
      if count <= 0 { return count < 0 && (errno == EAGAIN || errno == EINTR) }
      file.append(Array(buffer[..<count]))
    }
    return true
  }
}
