import Glibc

/// A log file that is renamed to `NAME.1` when it reaches its size, replacing the one before: two files at most.
///
/// A value type for one owner. What cannot be written is dropped: a full disk must not stop the process that logs.
public struct RotatingFile: ~Copyable {
  private let path: String
  private let bytesMax: Int
  private var descriptor: Int32
  private var size: Int

  /// Appends to what is there.
  public init(path: String, bytesMax: Int) throws(OperationsError) {
    let opened = Self.open(path)
    guard opened >= 0 else { throw Files.failure("open", path) }
    self.path = path
    self.bytesMax = bytesMax
    descriptor = opened
    size = Int(lseek(opened, 0, SEEK_END))
  }

  deinit { close(descriptor) }

  public mutating func append(_ bytes: [UInt8]) {
    if size > 0, size + bytes.count > bytesMax { rotate() }
    if Files.writeAll(bytes, to: descriptor) { size += bytes.count }
  }

  private mutating func rotate() {
    guard rename(path, "\(path).1") == 0 else { return }
    let fresh = Self.open(path)
    guard fresh >= 0 else { return }
    close(descriptor)
    descriptor = fresh
    size = 0
  }

  private static func open(_ path: String) -> Int32 {
    Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600 as mode_t)
  }
}
