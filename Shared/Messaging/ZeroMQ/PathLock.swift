internal import Glibc

/// Keeps two processes from binding one `ipc://` path: the second bind would succeed and take the first one's callers.
public struct PathLock: ~Copyable, Sendable {
  private let descriptor: Int32

  /// Takes the lock file beside `path`; fails at once when another process holds it.
  public init(beside path: String) throws(ZeroMQError) {
    let name = path + ".lock"
    // Stored last: an initializer that throws after that would close the file a second time in `deinit`.
    let descriptor = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ZeroMQError("open \(name)", code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(descriptor)
      throw ZeroMQError("\(path) is in use by another process: stop it or choose another path", code: code)
    }
    self.descriptor = descriptor
  }

  // The file stays: removing it would let a third process lock a file that is no longer there.
  deinit { close(descriptor) }
}

/// Only this user may connect to an `ipc://` path.
public func restrictToOwner(path: String) throws(ZeroMQError) {
  guard chmod(path, 0o600) == 0 else { throw ZeroMQError("chmod \(path)", code: errno) }
}
