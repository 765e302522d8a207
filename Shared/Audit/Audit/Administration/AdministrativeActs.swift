/// What administrators did to a log's records, out of the administrative log that lies beside it.
struct AdministrativeActs: Sendable {
  private var acts: [AuditRecord.Act] = []

  /// Verifies the administrative log and reads it; there need not be one. Throws ``AuditError/damaged(_:)`` naming its
  /// files: while they cannot be believed, nobody knows what was removed lawfully.
  init(beside files: any FileSystem, key: NoteKey) throws(AuditError) {
    let folder = Subfolder(files: files, name: AdministrativeLog.folder)
    guard try folder.read(Journal.path) != nil else { return }
    let auditor = AuditVerifier(
      files: folder, directory: AdministrativeLog.folder, key: try AdministrativeLog.key(of: key))
    do throws(AuditError) { _ = try auditor.verify() } catch {
      guard case .damaged(let damages) = error else { throw error }
      throw .damaged(damages.map { $0.inFolder(AdministrativeLog.folder) })
    }
    var acts: [AuditRecord.Act] = []
    try auditor.forEachRecord { (_, bytes) throws(AuditError) in
      if let act = try AuditRecord(canonicalBytes: bytes).act, act.log == key.name { acts.append(act) }
      return true
    }
    self.acts = acts
  }

  /// The records of all acts of one kind.
  func ranges(of verb: AuditRecord.Verb) -> [Range<UInt64>] {
    LogArchive.joined(acts.filter { $0.verb == verb }.compactMap(\.range))
  }

  /// Legal holds in force, by name.
  var holds: [LegalHold] {
    var holds: [String: LegalHold] = [:]
    for act in acts {
      if act.verb == .placeHold, let range = act.range {
        holds[act.subject] = LegalHold(name: act.subject, records: range)
      } else if act.verb == .releaseHold {
        holds[act.subject] = nil
      }
    }
    return holds.values.sorted { $0.name < $1.name }
  }
}

/// Records that must stay whatever the retention policy says.
public struct LegalHold: Sendable, Hashable {
  public var name: String
  /// Its upper bound is `UInt64.max` where records to come are held too.
  public var records: Range<UInt64>

  public init(name: String, records: Range<UInt64>) {
    self.name = name
    self.records = records
  }
}

extension Damage {
  fileprivate func inFolder(_ folder: String) -> Damage {
    Damage(file: "\(folder)/\(file)", record: record, reason: reason)
  }
}
