import Foundation
import TestSupport
import Testing

@testable import Audit

@Suite struct CrashTests {
  // Crosses the end of a tile in a batch, in one record, and twice between two seals.
  private static let script: [LogSimulation.Step] = [
    .commit(3), .publish, .commit(250), .commit(4), .publish, .seal, .commit(1), .publish, .commit(260), .commit(2),
    .seal, .commit(5), .reopen, .commit(1), .publish,
  ]

  private static let operations: Int = {
    let disk = SimulatedDisk(seed: 0)
    var log = LogSimulation(disk: disk)
    log.run(script)
    return disk.operations
  }()

  @Test("without a fault everything is acknowledged and found")
  func noFault() {
    var log = LogSimulation(disk: SimulatedDisk(seed: 0))
    log.run(Self.script)
    #expect(log.acknowledged.count == 526)
    #expect(log.findings() == [])
  }

  @Test("every fault at every write, sync, rename and removal, then a crash", arguments: SimulatedDisk.Fault.allCases)
  func everyOperation(fault: SimulatedDisk.Fault) {
    #expect(Self.operations > 60)
    for operation in 1...Self.operations {
      for seed in 0..<3 {
        let disk = SimulatedDisk(seed: UInt64(seed))
        disk.arm(fault, at: operation)
        var log = LogSimulation(disk: disk)
        log.run(Self.script)
        let findings = log.findings()
        #expect(findings == [], "fault \(fault) at operation \(operation), seed \(seed)")
      }
    }
  }

  @Test(
    "the log goes on after a fault that passes", arguments: [SimulatedDisk.Fault.fails, .failsAfterwards, .shortWrite])
  func goesOn(fault: SimulatedDisk.Fault) {
    for operation in 1...Self.operations {
      let disk = SimulatedDisk(seed: 9)
      disk.arm(fault, at: operation)
      var log = LogSimulation(disk: disk)
      log.run(Self.script)
      // One batch at most was refused, the largest one has 260 records.
      #expect(log.acknowledged.count >= 526 - 260, "operation \(operation)")
    }
  }

  /// `WEIR_SIMULATION_SEED=n swift test --filter AuditSimulation` runs one seed again.
  @Test("random lives with many faults and crashes", arguments: [0, 500, 1000, 1500])
  func randomLives(firstSeed: Int) {
    let one = ProcessInfo.processInfo.environment["WEIR_SIMULATION_SEED"].flatMap(Int.init)
    for seed in one.map({ $0..<$0 + 1 }) ?? firstSeed..<firstSeed + 500 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let disk = SimulatedDisk(seed: UInt64(seed))
      var log = LogSimulation(disk: disk)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
          let operation = disk.operations + Int.random(in: 1...60, using: &generator)
          disk.arm(SimulatedDisk.Fault.allCases.randomElement(using: &generator)!, at: operation)
        }
        log.run((0..<12).map { _ in randomStep(using: &generator) } + [.crash])
      }
      let findings = log.findings()
      #expect(findings == [], "WEIR_SIMULATION_SEED=\(seed)")
    }
  }

  @Test("a disk that lies about a sync can lose what was acknowledged, and whoever kept a head finds out")
  func lyingDisk() {
    for operation in 1...Self.operations {
      let disk = SimulatedDisk(seed: 3)
      disk.arm(.lies, at: operation)
      var log = LogSimulation(disk: disk)
      log.run(Self.script.prefix(9) + [.crash, .reopen])
      let auditor = AuditVerifier(files: disk, key: LogSimulation.key)
      // Either nothing is lost, or a kept head shows that the log was shortened, if it can be read at all.
      let isWhole = (try? auditor.verify()).map { $0.size >= log.acknowledged.count } ?? false
      let isCaught = log.heads.contains { (try? auditor.consistency(with: $0)) == nil }
      #expect(isWhole != isCaught, "operation \(operation)")
    }
  }

  private func randomStep(using generator: inout SeededGenerator) -> LogSimulation.Step {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0...4: .commit(Int.random(in: 1...120, using: &generator))
    case 5, 6: .publish
    case 7: .seal
    case 8: .reopen
    default: .crash
    }
  }
}
