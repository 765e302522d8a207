import Glibc

/// A file that one process holds locked while it lives, with its process id inside. The kernel unlocks it however the
/// process ends, so a stale file never keeps a new one from starting.
public struct ProcessLock: ~Copyable {
  private let descriptor: Int32

  /// - Throws: `.alreadyRunning` when another process holds it.
  public init(path: String, name: String) throws(OperationsError) {
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600 as mode_t)
    guard opened >= 0 else { throw Files.failure("open", path) }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      close(opened)
      throw .alreadyRunning(name: name, pid: Self.pid(in: path))
    }
    guard ftruncate(opened, 0) == 0, Files.writeAll(Array("\(getpid())\n".utf8), to: opened) else {
      close(opened)
      throw Files.failure("write", path)
    }
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// The process that holds the lock; nil when none does.
  public static func holder(of path: String) -> Int32? {
    let opened = open(path, O_RDWR | O_CLOEXEC)
    guard opened >= 0 else { return nil }
    defer { close(opened) }
    return flock(opened, LOCK_SH | LOCK_NB) == 0 ? nil : pid(in: path)
  }

  private static func pid(in path: String) -> Int32 {
    let text = String(decoding: (try? Files.read(path)) ?? [], as: UTF8.self)
    return Int32(text.prefix { $0.isNumber }) ?? 0
  }
}
