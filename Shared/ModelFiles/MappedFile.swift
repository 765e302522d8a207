internal import Glibc

/// A whole file mapped read-only; unmapped when the last reference goes.
///
/// A file that shrinks while it is mapped raises SIGBUS on access: model files are replaced by rename, never in place.
final class MappedFile: @unchecked Sendable {  // Sendable: the mapping is private, read-only and never moves.
  private let base: UnsafeRawPointer
  let count: Int

  init(path: String) throws(ModelFileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.unreadable(path, "cannot open") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path, "cannot stat") }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      throw ModelFileError(
        .unreadable, "\(path) is not a file with contents: give the path of a GGUF file or of a folder with safetensors"
      )
    }
    let size = Int(status.st_size)
    guard let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED else {
      throw Self.unreadable(path, "cannot map")
    }
    base = UnsafeRawPointer(memory)
    count = size
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: base), count) }

  /// The mapped bytes. The pointer must not outlive this object.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// Unloads the whole pages of `range`; the mapping is private and never written, so that nothing is lost.
  func evict(_ range: Range<Int>) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = (range.lowerBound + page - 1) / page * page, end = range.upperBound / page * page
    guard end > first else { return }
    madvise(UnsafeMutableRawPointer(mutating: base + first), end - first, MADV_DONTNEED)
  }

  private static func unreadable(_ path: String, _ what: String) -> ModelFileError {
    ModelFileError(.unreadable, "\(what) \(path): \(String(cString: strerror(errno)))")
  }
}
