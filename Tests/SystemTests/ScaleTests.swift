import Foundation
import Glibc
import Testing

/// Workers come and go while questions are asked.
@Suite(.serialized) struct ScaleTests {
  @Test func aSecondWorkerDoublesTheSlotsWithoutConfiguration() async throws {
    let installation = try await RunningInstallation()
    #expect(try await slots(of: installation) == 4)
    let second = try installation.startBeside("weir-worker", instance: "weir-worker-2")
    try await eventually("eight slots") { try await slots(of: installation) == 8 }
    async let load = Load.run(installation, for: .seconds(4))
    try await Task.sleep(for: .seconds(1))
    kill(second.processIdentifier, SIGKILL)
    let calls = await load
    #expect(calls.answered > 0 && calls.unclear.isEmpty && calls.broken == 0, "\(calls)")
    try await eventually("four slots") { try await slots(of: installation) == 4 }
    second.waitUntilExit()
    installation.stop()
  }

  /// A worker that is asked to stop ends what it runs and takes nothing new: no caller notices.
  @Test func aWorkerLeavesWithoutARefusal() async throws {
    let installation = try await RunningInstallation()
    let second = try installation.startBeside("weir-worker", instance: "weir-worker-2")
    try await eventually("eight slots") { try await slots(of: installation) == 8 }
    async let load = Load.run(installation, for: .seconds(4))
    try await Task.sleep(for: .seconds(1))
    second.terminate()
    let calls = await load
    second.waitUntilExit()
    #expect(second.terminationStatus == 0)
    #expect(calls.answered == calls.calls, "\(calls)")
    installation.stop()
  }

  private func slots(of installation: RunningInstallation) async throws -> Int {
    let page = await installation.get("/metrics").body
    let line = page.split(separator: "\n").first { $0.hasPrefix("weir_slots{service=\"weir.v1.Worker\"}") }
    return try Int(#require(line?.split(separator: " ").last, "\(page)")) ?? -1
  }
}
