internal import Cryptography
internal import Foundation
internal import Glibc

/// Measures the log on the disk that holds `directory`; `weir bench audit` prints what it returns.
public struct AuditBenchmark: Sendable {
  /// Made, filled and removed.
  public var directory: String
  /// Records appended under load, and then proved and verified.
  public var records = 1_000_000
  /// Tasks that each wait for a record before the next.
  public var appenders = 4096
  public var idleAppends = 500

  public init(directory: String) { self.directory = directory }

  public func run() async throws -> AuditFigures {
    try? FileManager.default.removeItem(atPath: directory)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let signer = SigningKey()
    let log = try AuditLog.open(directory: directory, origin: "bench.example/audit", signer: signer)
    let disk = try rawDisk()
    let idle = try await idle(log)
    let loaded = try await loaded(log)
    log.close()
    let auditor = AuditVerifier(
      directory: directory, key: try NoteKey(name: "bench.example/audit", key: signer.verificationKey))
    let proof = try proofs(auditor)
    let verification = try verification(auditor)
    return AuditFigures(disk: disk, idle: idle, loaded: loaded, proof: proof, verification: verification)
  }

  private func rawDisk() throws -> AuditFigures.Latency {
    let files = DiskFileSystem(directory: directory)
    let bytes = try AuditBenchmark.record(0).canonicalBytes()
    try files.write("bench", bytes)
    let file = try files.openForAppending("bench")
    defer { try? files.remove("bench") }
    return try AuditBenchmark.measure(idleAppends) { _ in
      try file.append(bytes)
      try file.sync()
    }
  }

  private func idle(_ log: AuditLog) async throws -> AuditFigures.Latency {
    var seconds: [Double] = []
    for number in 0..<idleAppends {
      let start = ContinuousClock.now
      _ = try await log.append(AuditBenchmark.record(number))
      seconds.append((ContinuousClock.now - start).seconds)
    }
    return AuditFigures.Latency(seconds: seconds)
  }

  private func loaded(_ log: AuditLog) async throws -> AuditFigures.Load {
    let start = ContinuousClock.now
    let commitsBefore = log.commits
    let processorBefore = processorSeconds(CLOCK_PROCESS_CPUTIME_ID)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for appender in 0..<appenders {
        group.addTask {
          for number in stride(from: appender, to: records, by: appenders) {
            _ = try await log.append(AuditBenchmark.record(number))
          }
        }
      }
      try await group.waitForAll()
    }
    let seconds = (ContinuousClock.now - start).seconds
    return AuditFigures.Load(
      appenders: appenders, records: records, recordBytes: try AuditBenchmark.record(0).canonicalBytes().count,
      durableRecordsPerSecond: Double(records) / seconds,
      recordsPerSync: Double(records) / Double(max(1, log.commits - commitsBefore)),
      processorMicrosecondsPerRecord: (processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - processorBefore) * 1e6
        / Double(records))
  }

  private func proofs(_ auditor: AuditVerifier) throws -> AuditFigures.Latency {
    let reader = try auditor.snapshot()
    let proofs = reader.proofs(size: reader.size)
    return try AuditBenchmark.measure(1000) { number in
      // Spread over the log, so that no tile is read twice in a row.
      _ = try proofs.inclusion(of: UInt64(number) &* 0x9e37_79b9_7f4a_7c15 % reader.size)
    }
  }

  private func verification(_ auditor: AuditVerifier) throws -> AuditFigures.Verification {
    var bytes = 0
    let reader = try auditor.snapshot()
    try reader.forEachEntry(in: 0..<reader.size) { (_, entry) throws(AuditError) in
      bytes += entry.count
      return true
    }
    let start = processorSeconds(CLOCK_THREAD_CPUTIME_ID)
    let size = try auditor.verify().size
    let seconds = processorSeconds(CLOCK_THREAD_CPUTIME_ID) - start
    return AuditFigures.Verification(
      records: Int(size), megabytes: Double(bytes) / 1e6, megabytesPerCPUSecond: Double(bytes) / 1e6 / seconds,
      peakMemoryMegabytes: peakMemoryMegabytes())
  }

  private static func measure(_ count: Int, _ body: (Int) throws -> Void) rethrows -> AuditFigures.Latency {
    var seconds: [Double] = []
    for number in 0..<count {
      let start = ContinuousClock.now
      try body(number)
      seconds.append((ContinuousClock.now - start).seconds)
    }
    return AuditFigures.Latency(seconds: seconds)
  }

  /// An outcome as a gateway writes it.
  static func record(_ number: Int) -> AuditRecord {
    var record = AuditRecord(
      kind: .outcome, requestID: "bench-\(number)", tenant: "bench", keyID: "key-1", role: "clinician",
      wallClockMs: Int64(number), monotonicNs: UInt64(number))
    record.intentIndex = UInt64(number)
    record.policyDigest = digest
    record.decision = .init(isPermitted: true)
    record.entityCounts = ["NAME": 2, "DATE": 1, "PHONE": 1]
    record.passages = [.init(document: "asthma-en", version: "3")]
    record.generation = .init(
      model: "bench", precision: "F32", worker: "worker-1", sampling: .init(temperatureMilli: 0, maxTokens: 256))
    record.tokens = .init(prompt: 100, completion: 200)
    record.latencyMs = ["deidentify": 1, "generate": 900, "retrieve": 3, "tokenize": 1]
    record.status = "OK"
    record.traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
    return record
  }

  private static let digest = Digest(of: []).description
}

extension AuditFigures.Latency {
  init(seconds: [Double]) {
    let sorted = seconds.sorted()
    perSecond = Double(sorted.count) / sorted.reduce(0, +)
    p50Ms = sorted[sorted.count / 2] * 1000
    p99Ms = sorted[sorted.count * 99 / 100] * 1000
  }
}

extension Duration {
  fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

private func processorSeconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

private func peakMemoryMegabytes() -> Double {
  var usage = rusage()
  guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
  return Double(usage.ru_maxrss) * 1024 / 1e6
}
