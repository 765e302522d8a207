internal import Glibc

/// Which files a compiled tokenizer was made from: replaced or touched, they have another key.
struct SourceKey {
  /// Device, number, size, and times of content and state in nanoseconds of each file; zeros for one that is not there.
  let words: [UInt64]
  /// The compiled file's name.
  let fileName: String

  /// Nil where the first of `paths` is not there.
  init?(_ paths: [String?]) {
    let states = paths.map { $0.flatMap(Self.state) }
    guard let first = paths.first, let first, case .some(.some) = states.first else { return nil }
    words = states.flatMap { $0 ?? [UInt64](repeating: 0, count: 5) }
    let path = FilePath.standardized(first)
    let hash = path.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    fileName = String(hash, radix: 16) + ".weirtok"
  }

  private static func state(of path: String) -> [UInt64]? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    func nanoseconds(_ time: timespec) -> UInt64 {
      UInt64(bitPattern: Int64(time.tv_sec * 1_000_000_000 + time.tv_nsec))
    }
    return [
      UInt64(status.st_dev), UInt64(status.st_ino), UInt64(bitPattern: Int64(status.st_size)),
      nanoseconds(status.st_mtim), nanoseconds(status.st_ctim),
    ]
  }
}
