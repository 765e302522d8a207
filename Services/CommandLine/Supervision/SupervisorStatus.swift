import Foundation
import Operations

/// What the supervisor last wrote about its processes: `run/status.json`.
struct SupervisorStatus: Codable, Equatable {
  struct Process: Codable, Equatable {
    var name: String
    /// Absent while it waits to be started.
    var pid: Int32?
    /// Seconds since 1970.
    var startedAt: Double?
    var restarts: Int
    var lastStatus: Int32?
  }

  var processes: [Process] = []

  static func path(_ state: StateFolder) -> String { "\(state.run)/status.json" }
  static func lockPath(_ state: StateFolder) -> String { state.pidFile("weir-up") }

  /// nil when there is none that can be read.
  init?(_ state: StateFolder) {
    guard let bytes = try? Files.read(Self.path(state)),
      let status = try? JSONDecoder().decode(SupervisorStatus.self, from: Data(bytes))
    else { return nil }
    self = status
  }

  init(processes: [Process]) { self.processes = processes }

  func save(_ state: StateFolder) throws(OperationsError) {
    guard let data = try? JSONEncoder().encode(self) else { return }
    try Files.write(Array(data), to: Self.path(state))
  }

  /// The processes that do not answer requests yet.
  func unready(_ state: StateFolder) -> [String] {
    processes.filter { $0.pid == nil || !isReady($0.name, state) }.map(\.name)
  }

  /// One line per process: name, process id, uptime, restarts, ready.
  func table(_ state: StateFolder, now: Double) -> String {
    let rows = processes.map { process in
      [
        process.name, process.pid.map { "\($0)" } ?? "–", process.startedAt.map { uptime(now - $0) } ?? "–",
        "\(process.restarts)", isReady(process.name, state) ? "yes" : "no",
        process.lastStatus.map { "\($0)" } ?? "",
      ]
    }
    return aligned([["process", "pid", "uptime", "restarts", "ready", "last exit"]] + rows)
  }

  private func isReady(_ name: String, _ state: StateFolder) -> Bool {
    FileManager.default.fileExists(atPath: state.readyFile(name))
  }
}

private func uptime(_ seconds: Double) -> String {
  let total = Int(max(0, seconds))
  return switch total {
  case ..<60: "\(total) s"
  case ..<3600: "\(total / 60) min"
  case ..<172_800: "\(total / 3600) h"
  default: "\(total / 86_400) days"
  }
}

private func aligned(_ rows: [[String]]) -> String {
  let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  return rows.map { row in
    let cells = zip(row, widths).map { text, width in text + String(repeating: " ", count: width - text.count) }
    return cells.joined(separator: "  ").replacing(/\ +$/, with: "") + "\n"
  }.joined()
}
