import Foundation
import Glibc
import Testing

/// Each process killed, and each stopped, under load: every call ends in an answer or in a clear refusal, none hangs,
/// and afterwards questions are answered and the log still verifies.
@Suite(.serialized) struct ProcessFailureTests {
  @Test("killed under load", arguments: RunningInstallation.services)
  func killed(service: String) async throws {
    let installation = try await RunningInstallation()
    let first = try installation.pid(service)
    async let load = Load.run(installation, for: .seconds(6))
    try await Task.sleep(for: .seconds(2))
    try installation.signal(service, SIGKILL)
    try await check(await load, of: installation, mayBreak: service == "weir-gateway")
    #expect(try installation.pid(service) != first, "\(service) was not started again")
    installation.stop()
  }

  @Test("stopped under load, and continued", arguments: RunningInstallation.services)
  func stopped(service: String) async throws {
    let installation = try await RunningInstallation()
    let first = try installation.pid(service)
    async let load = Load.run(installation, for: .seconds(12))
    try await Task.sleep(for: .seconds(2))
    try installation.signal(service, SIGSTOP)
    try await Task.sleep(for: .seconds(6))
    try installation.signal(service, SIGCONT)
    try await check(await load, of: installation, mayBreak: service == "weir-gateway")
    #expect(try installation.pid(service) == first, "\(service) crashed")
    installation.stop()
  }

  @Test func stoppedCleanlyUnderLoad() async throws {
    let installation = try await RunningInstallation()
    async let load = Load.run(installation, for: .seconds(3))
    try await Task.sleep(for: .seconds(2))
    installation.stop()
    let calls = await load
    #expect(calls.answered > 0 && calls.unclear.isEmpty, "\(calls)")
  }

  private func check(_ load: Load, of installation: RunningInstallation, mayBreak: Bool) async throws {
    #expect(load.answered > 0, "\(load)")
    #expect(load.unclear.isEmpty, "\(load)")
    #expect(load.broken == 0 || mayBreak, "\(load)")
    #expect(load.longest < RunningInstallation.patience, "a call hung: \(load)")
    try await eventually("a question is answered again") { await installation.ask().isAnswered }
    let verified = try installation.weir("audit", "verify", installation.home.appending(path: "audit").path)
    #expect(verified.status == 0, "\(verified.output)")
  }
}
