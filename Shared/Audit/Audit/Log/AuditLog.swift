public import Cryptography
internal import Foundation

/// An append-only log that an auditor can verify without trusting who wrote it.
///
/// Any number of tasks append; one thread writes. All records that arrive while the disk syncs share the next sync
/// (group commit). When the disk fails, what waits is refused, and nothing more is acknowledged before the log has
/// been read back from disk; a refused record may still turn up in the log, an acknowledged one is never missing.
public final class AuditLog: Sendable {
  private let committer: Committer

  private init(_ committer: Committer) { self.committer = committer }

  deinit { committer.stop() }

  /// Opens or makes the log in `directory`, recovering from a crash where there was one.
  ///
  /// `origin` names the log in checkpoints, like `example.com/weir/gateway-1`; it and the key stay the same for the
  /// log's life. Throws ``AuditError/locked(directory:)`` when another process writes it.
  public static func open(directory: String, origin: String, signer: SigningKey) throws(AuditError) -> AuditLog {
    let disk = DiskFileSystem(directory: directory)
    try disk.makeDirectory()
    let lock = try disk.lock()
    return AuditLog(try Committer(files: disk, origin: origin, signer: signer, lock: lock))
  }

  /// The log on any file system, for tests.
  static func open(files: any FileSystem, origin: String, signer: SigningKey) throws(AuditError) -> AuditLog {
    AuditLog(try Committer(files: files, origin: origin, signer: signer, lock: nil))
  }

  /// Adds a record; it is on disk when this returns.
  public func append(_ record: AuditRecord) async throws(AuditError) -> AuditReceipt {
    try await append(entry: record.canonicalBytes())
  }

  func append(entry: [UInt8]) async throws(AuditError) -> AuditReceipt {
    guard entry.count <= EntryBundle.entryBytesMax else { throw .recordTooLarge(bytes: entry.count) }
    let result = await withCheckedContinuation { committer.enqueue(entry, $0) }
    return try result.get()
  }

  /// Syncs so far that made records durable; each may have served many appends.
  public var commits: Int { committer.commits }

  /// Finishes what waits and leaves the folder complete for any reader. Blocks until done; append then throws
  /// ``AuditError/closed``.
  public func close() { committer.stop() }
}
