internal import Glibc
internal import Foundation

/// A folder of the real disk.
struct DiskFileSystem: FileSystem {
  let directory: String

  private func absolute(_ path: String) -> String { path.isEmpty ? directory : "\(directory)/\(path)" }

  func read(_ path: String) throws(AuditError) -> [UInt8]? {
    guard let file = try open(path, O_RDONLY, "open", missing: true) else { return nil }
    var status = stat()
    try check(fstat(file.descriptor, &status), "stat", path)
    do {
      return try [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
        while count < buffer.count {
          let more = Glibc.read(file.descriptor, buffer.baseAddress! + count, buffer.count - count)
          if more < 0, errno == EINTR { continue }
          try check(more < 0 ? -1 : 0, "read", path)
          if more == 0 { break }
          count += more
        }
      }
    } catch {
      throw error as? AuditError ?? .storage(operation: "read", path: path, code: EIO)
    }
  }

  func write(_ path: String, _ bytes: [UInt8]) throws(AuditError) {
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    var opened = try open(path, flags, "create", missing: true)
    if opened == nil {  // The folder is missing, which is rare: try the file first.
      try makeDirectory(directoriesAbove(path)[0])
      opened = try open(path, flags, "create")
    }
    try opened?.append(bytes)
  }

  func openForAppending(_ path: String) throws(AuditError) -> any AppendableFile {
    try open(path, O_WRONLY | O_APPEND, "open")!
  }

  // A new descriptor still hears of a write-back error that nobody has been told of (Linux since 4.16), so syncing
  // after close loses none.
  func sync(_ path: String) throws(AuditError) { try open(path, O_RDONLY, "open")!.sync() }

  func syncDirectory(_ path: String) throws(AuditError) {
    let file = try open(path, O_RDONLY | O_DIRECTORY, "open")!
    try check(fsync(file.descriptor), "sync", path)
  }

  func rename(_ path: String, to newPath: String) throws(AuditError) {
    try check(Glibc.rename(absolute(path), absolute(newPath)), "rename", path)
  }

  func remove(_ path: String) throws(AuditError) {
    if unlink(absolute(path)) != 0, errno != ENOENT { try check(-1, "remove", path) }
  }

  /// Makes the folder itself, and folders below it.
  func makeDirectory(_ path: String = "") throws(AuditError) {
    do {
      try FileManager.default.createDirectory(atPath: absolute(path), withIntermediateDirectories: true)
    } catch {
      throw .storage(operation: "create folder", path: path, code: errno)
    }
  }

  /// Holds the folder for one writer until the result is released. Throws ``AuditError/locked(directory:)``.
  func lock() throws(AuditError) -> DiskFile {
    let file = try open("lock", O_RDWR | O_CREAT, "open")!
    guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .locked(directory: directory) }
    return file
  }

  private func open(_ path: String, _ flags: Int32, _ operation: String, missing: Bool = false) throws(AuditError)
    -> DiskFile?
  {
    let descriptor = Glibc.open(absolute(path), flags | O_CLOEXEC, 0o600)
    if descriptor < 0, missing, errno == ENOENT { return nil }
    try check(descriptor, operation, path)
    return DiskFile(descriptor: descriptor, path: path)
  }
}

/// An open descriptor; closed with the object.
final class DiskFile: AppendableFile {
  let descriptor: Int32
  private let path: String

  fileprivate init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  func append(_ bytes: [UInt8]) throws(AuditError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, $0.count - done) }
      if count < 0, errno == EINTR { continue }
      try check(count < 0 ? -1 : 0, "write", path)
      done += count
    }
  }

  func sync() throws(AuditError) { try check(fdatasync(descriptor), "sync", path) }
}

private func check(_ result: Int32, _ operation: String, _ path: String) throws(AuditError) {
  if result < 0 { throw .storage(operation: operation, path: path, code: errno) }
}
