import TestSupport
import Testing

@testable import Audit

@Suite struct RepairTests {
  @Test(
    "one bit of a byte, flipped: what the rest determines is derived again, a record never",
    arguments: [(records: 7, stride: 1), (records: 258, stride: 7)])
  func anyByte(records: Int, stride: Int) throws {
    let disk = try smallLog(records: records)
    let whole = try AuditVerifier(files: disk, key: LogSimulation.key).verify()
    for (path, bytes) in disk.contents.sorted(by: { $0.key < $1.key }) {
      for position in Swift.stride(from: 0, to: bytes.count, by: stride) {
        var damaged = bytes
        damaged[position] ^= 1 << (position % 8)
        disk.overwrite(path, damaged)
        let note = "byte \(position) of \(path)"
        let before = disk.operations
        let found = try repair(disk).run(repairing: false)
        #expect(found.findings.contains { $0.damage.file == path }, "\(note)")
        #expect(disk.operations == before || path == Journal.path, "a dry run wrote: \(note)")
        let repaired = try repair(disk).run(repairing: true)
        if path == "tile/entries/000" {
          #expect(repaired.log == nil && disk.contents[path] == damaged, "\(note)")
          #expect(repaired.findings.allSatisfy { $0.remedy == nil }, "\(note)")
        } else {
          #expect(repaired.log?.root == whole.root && repaired.log?.size == whole.size, "\(note)")
          #expect(repaired.findings.allSatisfy { $0.remedy != nil }, "\(note)")
        }
        disk.overwrite(path, bytes)
      }
    }
  }

  @Test(
    "a missing file is derived again", arguments: ["tile/0/000", "tile/1/000.p/1", "tile/0/001.p/44", "checkpoint"])
  func missing(path: String) throws {
    let disk = try smallLog(records: 300)
    let bytes = try #require(disk.contents[path])
    disk.overwrite(path, nil)
    #expect(try repair(disk).run(repairing: true).isRepaired)
    #expect(disk.contents[path] == bytes)
  }

  @Test("a journal that is gone, or torn before its newest record, is not made up")
  func unknowable() throws {
    let disk = try smallLog(records: 300)
    let journal = try #require(disk.contents["journal"])
    disk.overwrite("journal", nil)
    let gone = try repair(disk).run(repairing: true)
    #expect(gone.findings.map(\.remedy) == [nil] && !gone.isRepaired)
    // Two records more, of which nothing but the journal knows; the second one's frame is damaged.
    disk.overwrite("journal", journal)
    var log = LogSimulation(disk: disk)
    log.run([.commit(1), .commit(1)])
    let longer = try #require(disk.contents["journal"])
    var torn = longer
    torn[longer.count - 200] ^= 1
    torn[journal.count + 40] ^= 1
    disk.overwrite("journal", torn)
    let report = try repair(disk).run(repairing: true)
    #expect(report.findings.contains { $0.remedy == nil } || report.log?.size == 300)
  }

  @Test("a fork is named and left alone")
  func fork() throws {
    let disk = try smallLog(records: 5)
    let other = try Checkpoint(
      origin: LogSimulation.origin, size: 4, root: MerkleHash(leaf: [9]), signer: LogSimulation.signer)
    disk.overwrite("checkpoint", Array(other.text.utf8))
    let report = try repair(disk).run(repairing: true)
    #expect(!report.isRepaired && report.findings.contains { $0.damage.reason.contains("fork") })
  }

  @Test("a repair that a crash cut off is finished by the next one", arguments: SimulatedDisk.Fault.allCases)
  func crash(fault: SimulatedDisk.Fault) throws {
    for operation in 1...40 {
      let disk = try smallLog(records: 300)
      for path in ["tile/0/000", "tile/0/001.p/44", "checkpoint", "log.vkey"] {
        disk.overwrite(path, Array(try #require(disk.contents[path]).dropLast()))
      }
      disk.arm(fault, at: disk.operations + operation)
      _ = try? repair(disk).run(repairing: true)
      disk.restart()
      #expect(try repair(disk).run(repairing: true).log?.size == 300, "fault \(fault) at operation \(operation)")
    }
  }

  private func repair(_ disk: SimulatedDisk) -> LogRepair { LogRepair(files: disk, key: LogSimulation.key) }
}
