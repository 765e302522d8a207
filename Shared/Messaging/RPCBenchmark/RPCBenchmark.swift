internal import Foundation
internal import Messaging

/// Measures unary calls from a gateway to an echoing back end in another process, over TCP on the loopback.
public enum RPCBenchmark {
  /// What to measure.
  public struct Plan: Sendable {
    public var payloadBytes = [100, 4096]
    public var inFlight = [1, 64, 256]
    public var curve = [false, true]
    public var pinned = [false, true]
    public var seconds = 2.0

    public init() {}
  }

  /// One measured combination.
  public struct Row: Sendable, Codable, Hashable {
    public var payloadBytes: Int
    public var inFlight: Int
    public var curve: Bool
    /// Each process runs its two network threads on one processor.
    public var pinned: Bool
    public var callsPerSecond: Double
    public var p50Microseconds: Double
    public var p99Microseconds: Double
  }

  /// The name of the environment variable by which the echoing process gets what it must know to dial in.
  private static let invitationName = "WEIR_BENCH_RPC"

  /// Runs the plan. `executable arguments…` must start a process that calls `serve`: usually the caller's own
  /// executable with a hidden option.
  public static func run(_ plan: Plan, executable: String, arguments: [String]) async throws -> [Row] {
    var rows: [Row] = []
    for (curve, isPinned) in plan.curve.flatMap({ curve in plan.pinned.map { (curve, $0) } }) {
      let bench = try await EchoBench(curve: curve, isPinned: isPinned) { invitation in
        try start(executable, arguments, invitation: invitation)
      }
      for bytes in plan.payloadBytes {
        for inFlight in plan.inFlight {
          rows.append(try await bench.measure(payloadBytes: bytes, inFlight: inFlight, seconds: plan.seconds))
        }
      }
      await bench.stop()
    }
    return rows
  }

  /// The echoing process: dials in and serves until its standard input ends.
  public static func serve() async throws {
    guard let text = ProcessInfo.processInfo.environment[invitationName], let invitation = Invitation(text) else {
      throw MessagingError(.configuration, "the echo server is started by the benchmark, not by hand")
    }
    let backend = try invitation.backend(services: [.echo])
    // Blocks a thread of its own: the end of the parent ends this process.
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        _ = FileHandle.standardInput.readDataToEndOfFile()
        continuation.resume()
      }
    }
    await backend.drain()
  }

  private static func start(_ executable: String, _ arguments: [String], invitation: Invitation) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging([invitationName: invitation.text]) { $1 }
    process.standardInput = Pipe()
    try process.run()
    return process
  }
}

extension RPCService {
  fileprivate static let echo = RPCService("bench.Echo", ["Unary": .unary(isQuick: true) { _, payload in payload }])
}
