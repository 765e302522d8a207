internal import Synchronization

/// How far a pull is. Told of every piece; tells on at a few times a second.
public final class PullProgress: Sendable {
  public struct Report: Sendable, Equatable {
    public let bytesDone: Int64
    /// nil while a file's size is unknown.
    public let bytesTotal: Int64?
    public let filesDone: Int
    public let files: Int
  }

  private struct State {
    var bytes: [String: Int64] = [:]
    var total: Int64?
    var files = 0
    var filesDone = 0
    var nextReport: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  private let onReport: @Sendable (Report) -> Void
  private static let interval = Duration.milliseconds(200)

  public init(_ onReport: @escaping @Sendable (Report) -> Void = { _ in }) { self.onReport = onReport }

  func begin(files: [HubFile]) {
    state.withLock { state in
      state.files = files.count
      let sizes = files.compactMap(\.size)
      state.total = sizes.count == files.count ? sizes.reduce(0, +) : nil
    }
  }

  func add(_ bytes: Int64, to path: String) { change(isDue: false) { $0.bytes[path, default: 0] += bytes } }
  func set(_ bytes: Int64, of path: String) { change(isDue: false) { $0.bytes[path] = bytes } }

  func finish(_ path: String, size: Int64) {
    change(isDue: true) { state in
      state.bytes[path] = size
      state.filesDone += 1
    }
  }

  private func change(isDue: Bool, _ body: (inout State) -> Void) {
    let now = ContinuousClock.now
    let report = state.withLock { state -> Report? in
      body(&state)
      guard isDue || now >= state.nextReport ?? now else { return nil }
      state.nextReport = now + Self.interval
      return Report(
        bytesDone: state.bytes.values.reduce(0, +), bytesTotal: state.total, filesDone: state.filesDone,
        files: state.files)
    }
    if let report { onReport(report) }
  }
}
