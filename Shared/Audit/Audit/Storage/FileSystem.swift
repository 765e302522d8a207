/// The few things the log asks of a disk, inside one folder. Paths are relative to it.
///
/// Nothing is durable before the matching `sync`: a file's bytes by ``sync(_:)``, its name by ``syncDirectory(_:)``.
/// An interface so that tests can fail, tear and crash every single operation.
protocol FileSystem: Sendable {
  /// nil when there is no such file.
  func read(_ path: String) throws(AuditError) -> [UInt8]?
  /// Creates or replaces a file, and the folders above it.
  func write(_ path: String, _ bytes: [UInt8]) throws(AuditError)
  /// Opens an existing file to append to it.
  func openForAppending(_ path: String) throws(AuditError) -> any AppendableFile
  func sync(_ path: String) throws(AuditError)
  func syncDirectory(_ path: String) throws(AuditError)
  func rename(_ path: String, to newPath: String) throws(AuditError)
  /// Removing what is not there is no error.
  func remove(_ path: String) throws(AuditError)
}

/// A file held open for appending. After any error its content is unknown, and it must not be used again.
protocol AppendableFile: Sendable {
  func append(_ bytes: [UInt8]) throws(AuditError)
  func sync() throws(AuditError)
}

extension FileSystem {
  /// Makes files durable with all folders above them.
  ///
  /// All data first, so that the disk sees one burst; the file system's journal then commits once for all.
  func makeDurable(_ paths: [String]) throws(AuditError) {
    var directories = Set<String>()
    for path in paths {
      try sync(path)
      directories.formUnion(directoriesAbove(path))
    }
    for directory in directories.sorted() { try syncDirectory(directory) }
  }

  /// Replaces a file so that a crash leaves the old one or the new one, whole.
  func replaceDurably(_ path: String, _ bytes: [UInt8]) throws(AuditError) {
    let next = path + ".next"
    try write(next, bytes)
    try sync(next)
    try rename(next, to: path)
    try syncDirectory(directoriesAbove(path)[0])
  }
}

/// `a/b/c` is below `a/b`, `a` and the root folder `""`, nearest first.
func directoriesAbove(_ path: String) -> [String] {
  var parts = path.split(separator: "/").dropLast()
  var directories: [String] = []
  while !parts.isEmpty {
    directories.append(parts.joined(separator: "/"))
    parts = parts.dropLast()
  }
  return directories + [""]
}
