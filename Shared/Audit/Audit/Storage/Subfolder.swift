/// A folder inside another file system: a log that lies within a log's folder.
struct Subfolder: FileSystem {
  let files: any FileSystem
  let name: String

  private func inside(_ path: String) -> String { path.isEmpty ? name : "\(name)/\(path)" }

  func read(_ path: String) throws(AuditError) -> [UInt8]? { try files.read(inside(path)) }
  func write(_ path: String, _ bytes: [UInt8]) throws(AuditError) { try files.write(inside(path), bytes) }
  func openForAppending(_ path: String) throws(AuditError) -> any AppendableFile {
    try files.openForAppending(inside(path))
  }
  func sync(_ path: String) throws(AuditError) { try files.sync(inside(path)) }

  /// The folder's own name is durable once the one above it is synced too.
  func syncDirectory(_ path: String) throws(AuditError) {
    try files.syncDirectory(inside(path))
    if path.isEmpty { for directory in directoriesAbove(name) { try files.syncDirectory(directory) } }
  }

  func rename(_ path: String, to newPath: String) throws(AuditError) {
    try files.rename(inside(path), to: inside(newPath))
  }
  func remove(_ path: String) throws(AuditError) { try files.remove(inside(path)) }
}
