internal import Foundation
internal import ModelHub
internal import Synchronization

/// How far a pull is: one line that changes on a terminal, JSON Lines for programs, nothing in a log file.
final class PullDisplay: Sendable {
  private let isJSON: Bool
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let began = ContinuousClock.now
  private let first = Mutex<Int64?>(nil)

  init(isJSON: Bool) { self.isJSON = isJSON }

  func show(_ report: PullProgress.Report) {
    if isJSON {
      write(
        Line(
          event: "progress", bytes: report.bytesDone, total: report.bytesTotal, files: report.files,
          filesDone: report.filesDone), to: .standardOutput)
    } else if isTerminal {
      FileHandle.standardError.write(Data("\r\u{1B}[K\(text(of: report))".utf8))
    }
  }

  func finish(path: String) {
    if isJSON {
      write(Line(event: "done", path: path), to: .standardOutput)
    } else {
      if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
      print(path)
    }
  }

  private struct Line: Encodable {
    let event: String
    var bytes: Int64?
    var total: Int64?
    var files: Int?
    var filesDone: Int?
    var path: String?
  }

  private func write(_ line: Line, to handle: FileHandle) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // A reader that went away is no reason to stop fetching.
    try? handle.write(contentsOf: ((try? encoder.encode(line)) ?? Data()) + Data("\n".utf8))
  }

  private func text(of report: PullProgress.Report) -> String {
    // What an earlier run fetched says nothing of this one's speed.
    let start = first.withLock { first in
      first = first ?? report.bytesDone
      return first ?? 0
    }
    let seconds = max(0.001, (ContinuousClock.now - began) / .seconds(1))
    let speed = Double(max(0, report.bytesDone - start)) / seconds / 1e6
    let total = report.bytesTotal.map { " of \(megabytes($0))" } ?? ""
    return
      "\(megabytes(report.bytesDone))\(total), file \(min(report.filesDone + 1, report.files)) of \(report.files), "
      + "\(String(format: "%.1f", speed)) MB/s"
  }

  private func megabytes(_ bytes: Int64) -> String { String(format: "%.1f MB", Double(bytes) / 1e6) }
}
