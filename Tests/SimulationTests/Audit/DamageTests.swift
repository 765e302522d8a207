import TestSupport
import Testing

@testable import Audit

@Suite struct DamageTests {
  @Test("every single bit of a small log, flipped, is found and named")
  func everyBit() throws { try flipBits(records: 7, bits: Array(0..<8)) }

  @Test("one bit of every byte of a log with full tiles, flipped, is found and named")
  func everyByte() throws { try flipBits(records: 258, bits: nil) }

  private func flipBits(records: Int, bits: [Int]?) throws {
    let disk = try smallLog(records: records)
    let auditor = AuditVerifier(files: disk, key: LogSimulation.key)
    #expect(try auditor.verify().size == UInt64(records))
    for (path, bytes) in disk.contents.sorted(by: { $0.key < $1.key }) {
      for position in bytes.indices {
        for bit in bits ?? [position % 8] {
          var damaged = bytes
          damaged[position] ^= 1 << bit
          disk.overwrite(path, damaged)
          #expect(namesOf(auditor).contains(path), "bit \(bit) of byte \(position) of \(path)")
        }
      }
      disk.overwrite(path, bytes)
    }
    #expect(try auditor.verify().size == UInt64(records))
  }

  /// What verification says; nothing when it found nothing.
  private func namesOf(_ auditor: AuditVerifier) -> String {
    do throws(AuditError) {
      _ = try auditor.verify()
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test("a record changed in its bundle is named by its index, a hash changed in its tile by the tile")
  func precise() throws {
    let disk = try smallLog(records: 300)
    let auditor = AuditVerifier(files: disk, key: LogSimulation.key)
    var bundle = try #require(disk.contents["tile/entries/000"])
    let range = try #require(EntryBundle.ranges(in: bundle, count: 256))[200]
    bundle[range.lowerBound] ^= 1
    let whole = disk.contents["tile/entries/000"]
    disk.overwrite("tile/entries/000", bundle)
    #expect(damages(auditor).map { $0.record } == [200])
    disk.overwrite("tile/entries/000", whole)
    var tile = try #require(disk.contents["tile/0/000"])
    tile[32 * 17] ^= 1
    disk.overwrite("tile/0/000", tile)
    #expect(damages(auditor).map(\.file) == ["tile/0/000"])
    #expect(damages(auditor).map { $0.record } == [nil])
  }

  @Test(
    "a missing file is named",
    arguments: ["tile/0/000", "tile/entries/000", "tile/1/000.p/1", "checkpoint", "log.vkey"])
  func missing(path: String) throws {
    let disk = try smallLog(records: 300)
    #expect(disk.contents[path] != nil)
    disk.overwrite(path, nil)
    let auditor = AuditVerifier(files: disk, key: LogSimulation.key)
    #expect(damages(auditor).contains { $0.file == path })
  }

  @Test("a log whose journal was rolled back is refused by the writer too, as going on would fork it")
  func rolledBack() throws {
    let disk = try smallLog(records: 5)
    let old = disk.contents["journal"]
    var log = LogSimulation(disk: disk)
    log.run([.commit(2), .publish])
    disk.overwrite("journal", old)
    #expect(throws: AuditError.self) {
      try LogStore.open(disk, origin: LogSimulation.origin, signer: LogSimulation.signer)
    }
  }

  @Test("mutated journals are read or refused, and never trap")
  func fuzz() throws {
    let disk = try smallLog(records: 20)
    let journal = try #require(disk.contents["journal"])
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<2000 {
      var bytes = journal
      for _ in 0...Int.random(in: 0..<3, using: &generator) where !bytes.isEmpty {
        let position = Int.random(in: bytes.indices, using: &generator)
        if Bool.random(using: &generator) { bytes.removeLast(bytes.count - position) } else { bytes[position] ^= 0x41 }
      }
      _ = try? Journal(parsing: bytes, key: LogSimulation.key)
    }
  }

  private func damages(_ auditor: AuditVerifier) -> [Damage] {
    do throws(AuditError) {
      _ = try auditor.verify()
      return []
    } catch {
      guard case .damaged(let damages) = error else { return [] }
      return damages
    }
  }

  private func smallLog(records: Int) throws -> SimulatedDisk {
    let disk = SimulatedDisk(seed: 0)
    var log = LogSimulation(disk: disk)
    log.run([.commit(records), .reopen])
    #expect(log.acknowledged.count == records)
    return disk
  }
}
