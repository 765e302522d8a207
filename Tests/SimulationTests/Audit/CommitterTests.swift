import TestSupport
import Testing

@testable import Audit

@Suite struct CommitterTests {
  @Test("a failed sync refuses what waited for it, and the next append finds a log read back from disk")
  func failedSync() async throws {
    let disk = SimulatedDisk(seed: 1)
    let log = try AuditLog.open(files: disk, origin: LogSimulation.origin, signer: LogSimulation.signer)
    _ = try await log.append(entry: [1])
    for operation in disk.operations + 1...disk.operations + 2 { disk.arm(.fails, at: operation) }
    await #expect(throws: AuditError.self) { try await log.append(entry: [2]) }
    var receipt: AuditReceipt?
    for _ in 0..<3 where receipt == nil { receipt = try? await log.append(entry: [3]) }
    let index = try #require(receipt).index
    log.close()
    disk.restart()
    let auditor = AuditVerifier(files: disk, key: LogSimulation.key)
    #expect(try auditor.verify().size == index + 1)
    #expect(try auditor.record(index: index) == [3])
    #expect(try auditor.record(index: 0) == [1])
  }

  @Test("a full disk refuses everything, until there is room")
  func fullDisk() async throws {
    let disk = SimulatedDisk(seed: 2)
    let log = try AuditLog.open(files: disk, origin: LogSimulation.origin, signer: LogSimulation.signer)
    _ = try await log.append(entry: [1])
    let full = disk.operations + 1...disk.operations + 40
    for operation in full { disk.arm(.shortWrite, at: operation) }
    var refused = 0
    while disk.operations < full.upperBound {
      do { _ = try await log.append(entry: [2]) } catch { refused += 1 }
    }
    #expect(refused > 0)
    let receipt = try await log.append(entry: [3])
    log.close()
    #expect(try AuditVerifier(files: disk, key: LogSimulation.key).record(index: receipt.index) == [3])
  }
}
