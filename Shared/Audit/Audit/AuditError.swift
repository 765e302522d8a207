/// Why the log refused. No message holds a record's content.
public enum AuditError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The operating system failed a call; `code` is its errno.
  case storage(operation: String, path: String, code: Int32)
  /// Another process has the log open for writing.
  case locked(directory: String)
  /// The directory holds no log.
  case noLog(directory: String)
  /// What is on disk cannot be what was signed; each finding names a file or a record.
  case damaged([Damage])
  case recordTooLarge(bytes: Int)
  case noSuchRecord(index: UInt64, size: UInt64)
  /// The record was removed under retention policy; its hash is still in the log.
  case removed(index: UInt64)
  /// No legal hold of this name is in force.
  case noSuchHold(String)
  /// More records wait for the disk than ``AuditLimits/pendingRecordsMax``.
  case overloaded
  case closed
  /// A key, note, proof or record that cannot be read.
  case malformed(String, reason: String)
  /// No signature by the expected key is valid.
  case notSigned(by: String)
  /// Two checkpoints, or a proof and a checkpoint, contradict each other.
  case inconsistent(String)

  public var description: String {
    switch self {
    case .storage(let operation, let path, let code):
      "the audit log could not \(operation) '\(path)' (errno \(code)); nothing is answered until the disk works again"
    case .locked(let directory): "the audit log '\(directory)' is open in another process; stop that one first"
    case .noLog(let directory): "'\(directory)' holds no audit log; give the folder that holds 'checkpoint' and 'tile'"
    case .damaged(let findings): findings.map(\.description).joined(separator: "\n")
    case .recordTooLarge(let bytes):
      "a record of \(bytes) bytes exceeds \(EntryBundle.entryBytesMax); shorten its lists of passages or findings"
    case .noSuchRecord(let index, let size): "there is no record \(index): the log holds \(size)"
    case .removed(let index): "record \(index) was removed under the retention policy; its hash is still in the log"
    case .noSuchHold(let name): "there is no legal hold '\(name)'; see: weir audit hold list"
    case .overloaded: "the audit log's queue is full: its disk is too slow for this load"
    case .closed: "the audit log is closed"
    case .malformed(let what, let reason): "\(what) cannot be read: \(reason)"
    case .notSigned(let name): "no valid signature by '\(name)'"
    case .inconsistent(let reason): reason
    }
  }

  /// Whether the same call may succeed later: the log reloads itself from disk before it goes on.
  public var isRetriable: Bool {
    switch self {
    case .storage, .overloaded: true
    default: false
    }
  }
}

/// One thing that verification found wrong, and where.
public struct Damage: Sendable, Hashable, CustomStringConvertible {
  /// Path inside the log's folder.
  public var file: String
  /// The record that is affected, where one can be named.
  public var record: UInt64?
  public var reason: String

  public var description: String { (record.map { "record \($0) in " } ?? "") + "\(file): \(reason)" }
}
