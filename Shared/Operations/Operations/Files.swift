import Foundation
import Glibc

/// Whole small files, written so that a crash leaves the old or the new content and never half of one.
public enum Files {
  /// Bytes of any file read whole: settings and keys are far smaller, and a wrong path must not fill memory.
  public static let readBytesMax = 1 << 20

  private static let directoryMode: mode_t = 0o700
  private static let fileMode: mode_t = 0o600

  /// - Throws: `.missing` when there is no such file.
  public static func read(_ path: String) throws(OperationsError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .missing(path: path, advice: "check the path") : failure("open", path)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      guard count >= 0 else { throw failure("read", path) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= readBytesMax else { throw .fileTooLarge(path: path, bytesMax: readBytesMax) }
    }
  }

  /// As `read`, but refuses a file which users outside the owner's group can read, or the group can change.
  public static func readSecret(_ path: String) throws(OperationsError) -> [UInt8] {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & 0o027 != 0 { throw .exposedSecret(path: path) }
    return try read(path)
  }

  /// As `readSecret`; nil when there is no such file.
  public static func readSecretIfPresent(_ path: String) throws(OperationsError) -> [UInt8]? {
    do { return try readSecret(path) } catch .missing { return nil }
  }

  /// Replaces the file, private to this user, and waits for the disk.
  public static func write(_ bytes: [UInt8], to path: String) throws(OperationsError) {
    let fresh = try writeBeside(path, bytes)
    guard rename(fresh, path) == 0 else { throw removing(fresh, failure("replace", path)) }
    try syncFolder(of: path)
  }

  /// Writes a file that must not exist yet; false, and nothing changed, when another process made it first.
  public static func create(_ bytes: [UInt8], at path: String) throws(OperationsError) -> Bool {
    let fresh = try writeBeside(path, bytes)
    defer { unlink(fresh) }
    // Unlike rename, link refuses to replace: of two processes starting at once, both go on with the first one's file.
    guard link(fresh, path) == 0 else {
      if errno == EEXIST { return false }
      throw failure("create", path)
    }
    try syncFolder(of: path)
    return true
  }

  /// Makes a folder, private to this user, and those above it.
  public static func createFolder(_ path: String) throws(OperationsError) {
    if mkdir(path, directoryMode) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, folder(of: path) != path else { throw failure("create", path) }
    try createFolder(folder(of: path))
    guard mkdir(path, directoryMode) == 0 || errno == EEXIST else { throw failure("create", path) }
  }

  /// The names in a folder, sorted; none when there is no such folder.
  public static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  public static func remove(_ path: String) { unlink(path) }

  static func failure(_ action: String, _ path: String) -> OperationsError {
    .file(action: action, path: path, errno: errno)
  }

  private static func removing(_ path: String, _ error: OperationsError) -> OperationsError {
    unlink(path)
    return error
  }

  private static func writeBeside(_ path: String, _ bytes: [UInt8]) throws(OperationsError) -> String {
    let fresh = "\(path).\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
    let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, fileMode)
    guard descriptor >= 0 else { throw failure("create", fresh) }
    defer { close(descriptor) }
    guard writeAll(bytes, to: descriptor), fsync(descriptor) == 0 else { throw removing(fresh, failure("write", path)) }
    return fresh
  }

  /// False, with `errno` set, when not all could be written.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { raw in
      var written = 0
      while written < raw.count {
        let count = Glibc.write(descriptor, raw.baseAddress! + written, raw.count - written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        written += count
      }
      return true
    }
  }

  static func folder(of path: String) -> String { (path as NSString).deletingLastPathComponent }

  private static func syncFolder(of path: String) throws(OperationsError) {
    let parent = folder(of: path).isEmpty ? "." : folder(of: path)
    let descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", parent) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("write", parent) }
  }
}

func describe(errno number: Int32) -> String { String(cString: strerror(number)) }
