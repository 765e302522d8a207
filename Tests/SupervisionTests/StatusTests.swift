import Operations
import Testing

@testable import weir

@Suite struct StatusTests {
  @Test func table() {
    let status = SupervisorStatus(processes: [
      .init(name: "weir-gateway", pid: 4711, startedAt: 1000, restarts: 0, lastStatus: nil),
      .init(name: "weir-worker", pid: nil, startedAt: nil, restarts: 12, lastStatus: 137),
    ])
    #expect(
      status.table(StateFolder(root: "/nowhere"), now: 1090) == """
        process       pid   uptime  restarts  ready  last exit
        weir-gateway  4711  1 min   0         no
        weir-worker   –     –       12        no     137

        """)
  }

  @Test func processesOfAnInstallation() {
    var configuration = Configuration()
    configuration.supervisor.workers = 2
    let processes = SupervisedProcess.all(configuration, folder: "/bin")
    #expect(
      processes.map(\.instance) == ["weir-gateway", "weir-tokenizer", "weir-knowledge", "weir-worker", "weir-worker-2"])
    #expect(processes.last?.executable == "/bin/weir-worker")
  }

  @Test func progressIsToldAfterTheFirstSecond() {
    var progress = ProgressLine()
    let times: [Double] = [0, 0.9, 1, 1.5, 2.9, 3]
    let lines = times.compactMap { progress.line(at: .seconds($0), unready: ["weir-worker"]) }
    #expect(lines == ["waiting for weir-worker … 1 s", "waiting for weir-worker … 3 s"])
    #expect(progress.line(at: .seconds(100), unready: []) == nil)
    #expect(progress.line(at: .seconds(200), unready: ["weir-worker"]) == nil)
    #expect(progress.line(at: .seconds(201), unready: ["weir-worker"]) == "waiting for weir-worker … 1 s")
  }
}
