internal import Foundation
import Glibc
internal import Cryptography

/// A file that is being fetched, written at any place; its journal lies beside it.
final class PartialFile: Sendable {
  let path: String
  private let descriptor: Int32

  private var journalPath: String { path + ".journal" }

  /// Opens or makes the file.
  ///
  /// - Throws: `.file`.
  init(path: String) throws(PullError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .file(action: "open", path: path, errno: errno) }
  }

  deinit { close(descriptor) }

  var size: Int64 {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
  }

  /// Bytes that take room on the disk: of what was not written yet there are none.
  var allocatedBytes: Int64 {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int64(status.st_blocks) * 512 : 0
  }

  func write(_ bytes: [UInt8], at offset: Int64) throws(PullError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress! + written, bytes.count - written, off_t(offset) + off_t(written))
      }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .file(action: "write", path: path, errno: errno)
      }
      written += count
    }
  }

  func truncate(to size: Int64) throws(PullError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw .file(action: "resize", path: path, errno: errno) }
  }

  /// Waits for the disk.
  func synchronize() throws(PullError) {
    guard fsync(descriptor) == 0 else { throw .file(action: "write", path: path, errno: errno) }
  }

  /// SHA-256 of the whole file, in hexadecimal.
  func digest() throws(PullError) -> String {
    var running = RunningDigest()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var offset: off_t = 0
    while true {
      let count = pread(descriptor, &buffer, buffer.count, offset)
      guard count >= 0 else { throw .file(action: "read", path: path, errno: errno) }
      if count == 0 { return running.finish().description }
      running.update(buffer.span.extracting(0..<count))
      offset += off_t(count)
    }
  }

  func journal(of url: String, partBytes: Int64) -> DownloadJournal? {
    FileManager.default.contents(atPath: journalPath)
      .flatMap { DownloadJournal(json: $0, url: url, partBytes: partBytes) }
  }

  func write(_ journal: DownloadJournal) throws(PullError) {
    do { try journal.json.write(to: URL(filePath: journalPath), options: .atomic) } catch {
      throw .file(action: "write", path: journalPath, errno: errno)
    }
  }

  func removeJournal() { unlink(journalPath) }

  /// Gives the finished file its name.
  func rename(to final: String) throws(PullError) {
    guard Glibc.rename(path, final) == 0 else { throw .file(action: "name", path: final, errno: errno) }
  }

  func remove() {
    unlink(path)
    removeJournal()
  }
}
