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
      let recordAt = recordsByByte(path, bytes)
      for position in bytes.indices {
        for bit in bits ?? [position % 8] {
          var damaged = bytes
          damaged[position] ^= 1 << bit
          disk.overwrite(path, damaged)
          let found = damages(auditor).first { $0.file == path }
          #expect(found != nil, "bit \(bit) of byte \(position) of \(path)")
          #expect(found?.record == recordAt[position], "bit \(bit) of byte \(position) of \(path)")
        }
      }
      disk.overwrite(path, bytes)
    }
    #expect(try auditor.verify().size == UInt64(records))
  }

  /// For each byte of a durable bundle, or of a record in the journal, the record that it belongs to.
  private func recordsByByte(_ path: String, _ bytes: [UInt8]) -> [Int: UInt64] {
    var entries: [(index: UInt64, range: Range<Int>)] = []
    if path == "tile/entries/000" {
      for (position, range) in EntryBundle.readableRanges(in: bytes, count: 256).enumerated() {
        entries.append((UInt64(position), range.lowerBound - 2..<range.upperBound))
      }
    } else if path == Journal.path, let journal = try? Journal(parsing: bytes, key: LogSimulation.key) {
      for (position, range) in journal.entries.enumerated() {
        entries.append((journal.base + UInt64(position), range.lowerBound - 2..<range.upperBound))
      }
    }
    return entries.reduce(into: [:]) { found, entry in
      for position in entry.range { found[position] = entry.index }
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
}

/// What verification found.
func damages(_ auditor: AuditVerifier) -> [Damage] {
  do throws(AuditError) {
    _ = try auditor.verify()
    return []
  } catch {
    guard case .damaged(let damages) = error else { return [] }
    return damages
  }
}

/// A log that was closed and opened again.
func smallLog(records: Int) throws -> SimulatedDisk {
  let disk = SimulatedDisk(seed: 0)
  var log = LogSimulation(disk: disk)
  log.run([.commit(records), .reopen])
  #expect(log.acknowledged.count == records)
  return disk
}
