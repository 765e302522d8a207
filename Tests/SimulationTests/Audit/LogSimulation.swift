import Cryptography
import TestSupport

@testable import Audit

/// A gateway's life with a log on a simulated disk: appends, publishes, seals, and comes back after each failure as
/// ``AuditLog`` does. Remembers what the world was told.
struct LogSimulation {
  static let origin = "example.com/simulated"
  static let signer = SigningKey(seed: SecretKey(bytes: Array(repeating: 5, count: 32))!)
  static let key = try! NoteKey(name: origin, key: signer.verificationKey)

  enum Step {
    case commit(Int)
    case publish, seal, reopen
    /// Power fails and comes back.
    case crash
  }

  let disk: SimulatedDisk
  private var store: LogStore?
  private var nextEntry = 0
  /// Every record that was acknowledged.
  private(set) var acknowledged: [UInt64: [UInt8]] = [:]
  /// Every head that somebody may have seen.
  private(set) var heads: [Checkpoint] = []

  init(disk: SimulatedDisk) { self.disk = disk }

  mutating func run(_ steps: [Step]) { steps.forEach { perform($0) } }

  private mutating func perform(_ step: Step) {
    do throws(AuditError) {
      if case .crash = step {
        store = nil
        return disk.restart()
      }
      var current = if let store { store } else { try open() }
      store = nil
      switch step {
      case .commit(let count): try commit(count, to: &current)
      case .publish: try current.publish(durably: false)
      case .seal: try current.seal()
      case .reopen, .crash: return try current.close()
      }
      store = current
    } catch {
      // Fail closed: the store is dropped, and the next step reads the log back from disk.
    }
  }

  private func open() throws(AuditError) -> LogStore {
    try LogStore.open(disk, origin: Self.origin, signer: Self.signer)
  }

  private mutating func commit(_ count: Int, to store: inout LogStore) throws(AuditError) {
    let first = store.size
    let entries = (0..<count).map { Array("entry \(nextEntry + $0)".utf8) }
    nextEntry += count
    _ = try store.commit(entries)
    for (offset, entry) in entries.enumerated() { acknowledged[first + UInt64(offset)] = entry }
    heads.append(store.checkpoint)
  }

  /// What is wrong after everything came back: nothing, if the log keeps its promises.
  mutating func findings() -> [String] {
    disk.restart()
    do throws(AuditError) {
      store = try open()
      perform(.commit(3))
      let auditor = AuditVerifier(files: disk, key: Self.key)
      let size = try auditor.verify().size
      let records = try entries(auditor)
      var findings = acknowledged.filter { $0.key >= size || records[Int($0.key)] != $0.value }
        .map { "record \($0.key) is lost" }
      if UInt64(records.count) != size { findings.append("\(records.count) records under a head of \(size)") }
      for head in heads where !isPrefix(head, of: records) { findings.append("the head of \(head.size) was forked") }
      return findings
    } catch {
      return ["unverifiable: \(error)"]
    }
  }

  private func entries(_ auditor: AuditVerifier) throws(AuditError) -> [[UInt8]] {
    var records: [[UInt8]] = []
    try auditor.forEachRecord { _, bytes in
      records.append(bytes)
      return true
    }
    return records
  }

  private func isPrefix(_ head: Checkpoint, of records: [[UInt8]]) -> Bool {
    var edge = TreeEdge()
    for record in records.prefix(Int(head.size)) { edge.append(MerkleHash(leaf: record)) { _ in } }
    return edge.size == head.size && edge.root == head.rootHash
  }
}
