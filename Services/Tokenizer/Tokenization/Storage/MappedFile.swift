internal import Glibc

/// A whole file mapped read-only, all of its pages at once; unmapped when the last reference goes.
///
/// A file that shrinks while it is mapped raises SIGBUS on access: tokenizer files are replaced by rename, never in place.
final class MappedFile: @unchecked Sendable {  // Sendable: the mapping is private, read-only and never moves.
  private let base: UnsafeRawPointer
  let count: Int

  /// Nil for what is no regular file with contents, or cannot be read.
  init?(path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return nil }
    let flags = MAP_PRIVATE | Int32(MAP_POPULATE)
    guard let memory = mmap(nil, Int(status.st_size), PROT_READ, flags, descriptor, 0), memory != MAP_FAILED else {
      return nil
    }
    base = UnsafeRawPointer(memory)
    count = Int(status.st_size)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: base), count) }

  /// All bytes of the file.
  var whole: FlatTable<UInt8> {
    FlatTable(owner: self, base: base.assumingMemoryBound(to: UInt8.self), count: count)
  }

  /// The values at `range`, which is checked against the file and against their alignment.
  func table<Element: BitwiseCopyable & Sendable>(_ range: Range<Int>) -> FlatTable<Element>? {
    guard range.lowerBound >= 0, range.upperBound <= count, range.lowerBound % 64 == 0,
      range.count % MemoryLayout<Element>.stride == 0
    else { return nil }
    let values = (base + range.lowerBound).assumingMemoryBound(to: Element.self)
    return FlatTable(owner: self, base: values, count: range.count / MemoryLayout<Element>.stride)
  }
}
