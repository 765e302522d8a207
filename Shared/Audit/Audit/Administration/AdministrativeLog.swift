public import Cryptography
internal import Foundation

/// The log of what administrators do outside of a gateway, which keeps its own log open: a second one, in the folder
/// `administration` of the first, under the same key and the origin `<origin>/administration`.
///
/// An act is recorded before it is done, as no act may be without its record; a record without its act is harmless.
public struct AdministrativeLog: Sendable {
  static let folder = "administration"

  let files: any FileSystem
  private let origin: String
  private let signer: SigningKey
  private let lock: @Sendable () throws(AuditError) -> DiskFile?

  /// Beside the log `origin` in `directory`, which `signer` signs.
  public init(beside directory: String, origin: String, signer: SigningKey) {
    let disk = DiskFileSystem(directory: AdministrativeLog.directory(beside: directory))
    self.init(disk, origin: origin, signer: signer) { () throws(AuditError) in
      try disk.makeDirectory()
      return try AdministrativeLog.patiently(disk.lock)
    }
  }

  init(
    _ files: any FileSystem, origin: String, signer: SigningKey,
    lock: @escaping @Sendable () throws(AuditError) -> DiskFile? = { () throws(AuditError) in nil }
  ) {
    self.files = files
    self.origin = origin
    self.signer = signer
    self.lock = lock
  }

  /// Where the administrative log of the log in `directory` lies.
  public static func directory(beside directory: String) -> String { "\(directory)/\(folder)" }

  /// The public key of the administrative log beside the log with `key`.
  public static func key(of key: NoteKey) throws(AuditError) -> NoteKey {
    try NoteKey(name: "\(key.name)/\(folder)", key: key.key)
  }

  /// Returns when the act's record is durable.
  @discardableResult
  public func record(_ act: AuditRecord.Act, by administrator: Administrator) throws(AuditError) -> AuditReceipt {
    let bytes = try administrator.record(act).canonicalBytes()
    let held = try lock()
    defer { withExtendedLifetime(held) {} }
    var store = try LogStore.open(files, origin: "\(origin)/\(AdministrativeLog.folder)", signer: signer)
    let index = store.size
    let leaf = try store.commit([bytes])[0]
    try store.close()
    return AuditReceipt(index: index, leafHash: leaf.digest)
  }

  // Another command holds the lock for a few syncs only.
  private static func patiently(_ lock: () throws(AuditError) -> DiskFile) throws(AuditError) -> DiskFile {
    let deadline = Date(timeIntervalSinceNow: AuditLimits.administrativeLockSeconds)
    while true {
      do throws(AuditError) { return try lock() } catch {
        guard case .locked = error, Date() < deadline else { throw error }
        Thread.sleep(forTimeInterval: 0.01)
      }
    }
  }
}

/// Who does an administrative act, and when.
public struct Administrator: Sendable {
  public var tenant: String
  public var keyID: String
  public var role: String
  /// Milliseconds since 1970, UTC; nanoseconds of a monotonic clock.
  public var wallClockMs: Int64
  public var monotonicNs: UInt64

  public init(tenant: String, keyID: String, role: String, wallClockMs: Int64, monotonicNs: UInt64) {
    self.tenant = tenant
    self.keyID = keyID
    self.role = role
    self.wallClockMs = wallClockMs
    self.monotonicNs = monotonicNs
  }

  /// The record of an act; `requestID` where it belongs to a request.
  public func record(_ act: AuditRecord.Act, requestID: String? = nil) -> AuditRecord {
    var record = AuditRecord(
      kind: .administrative, requestID: requestID ?? "act-" + hexadecimal(randomBytes(count: 8)), tenant: tenant,
      keyID: keyID, role: role, wallClockMs: wallClockMs, monotonicNs: monotonicNs)
    record.act = act
    return record
  }
}
