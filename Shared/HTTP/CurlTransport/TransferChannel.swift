internal import Dispatch
internal import HTTPTransport
internal import Synchronization

/// One exchange between libcurl's thread, which blocks, and the task that reads, which does not.
final class TransferChannel: Sendable {
  /// Bytes that wait for the reader: what comes beyond them stays on the network.
  private static let waitingBytesMax = 256 << 10

  private enum End {
    case open, whole
    case failed(TransferFailure)
  }

  private struct State {
    var head = HeadReader()
    var pieces: [[UInt8]] = []
    var waitingBytes = 0
    var end = End.open
    /// Whether nobody reads any more.
    var isLeft = false
    var reader: CheckedContinuation<Bool, Never>?
  }

  private let state = Mutex(State())
  private let room = DispatchSemaphore(value: 0)
  private let transfer: Transfer

  init(_ transfer: Transfer) { self.transfer = transfer }

  // MARK: libcurl's thread

  func take(headLine line: [UInt8]) { change { $0.head.take(line) } }

  /// Waits for room; false when nobody reads any more.
  func take(body piece: [UInt8]) -> Bool {
    while true {
      let taken = change { state -> Bool? in
        if state.isLeft { return false }
        guard state.waitingBytes < Self.waitingBytesMax else { return nil }
        state.pieces.append(piece)
        state.waitingBytes += piece.count
        return true
      }
      if let taken { return taken }
      room.wait()
    }
  }

  /// After this the transfer belongs to the next exchange.
  func finish(_ failure: TransferFailure?) { change { $0.end = failure.map(End.failed) ?? .whole } }

  private func change<Result>(_ body: (inout State) -> sending Result) -> Result {
    let (result, reader) = state.withLock { state in
      let result = body(&state)
      defer { state.reader = nil }
      return (result, state.reader)
    }
    // What changed may not be what it waits for: it looks again.
    reader?.resume(returning: false)
    return result
  }

  // MARK: The reader's task

  /// Throws ``HTTPError``, `CancellationError`.
  func head() async throws -> HTTPHead {
    await wait { $0.head.complete != nil }
    guard let head = try state.withLock({ try $0.head.complete ?? Self.absent($0.end) }) else {
      throw HTTPError.brokenOff
    }
    return head
  }

  /// nil at the end. Throws ``HTTPError``, `CancellationError`.
  func next() async throws -> [UInt8]? {
    await wait { !$0.pieces.isEmpty }
    defer { room.signal() }
    return try state.withLock { state in
      // What came before a failure is handed over before it.
      guard !state.pieces.isEmpty else { return try Self.absent(state.end) }
      let piece = state.pieces.removeFirst()
      state.waitingBytes -= piece.count
      return piece
    }
  }

  /// What an exchange that is over gives: nothing, or why it failed.
  private static func absent<Value>(_ end: End) throws -> Value? {
    switch end {
    case .open, .whole: return nil
    case .failed(.failed(let error)): throw error
    case .failed(.cancelled): throw CancellationError()
    }
  }

  /// Returns when the condition holds or the exchange is over.
  private func wait(until isThere: @Sendable (borrowing State) -> Bool) async {
    while true {
      let mayGoOn = await withCheckedContinuation { continuation in
        let mayGoOn = state.withLock { state -> Bool? in
          if isThere(state) { return true }
          guard case .open = state.end else { return true }
          state.reader = continuation
          return nil
        }
        if let mayGoOn { continuation.resume(returning: mayGoOn) }
      }
      if mayGoOn { return }
    }
  }

  /// Ends the exchange unless it is over.
  func leave() {
    state.withLock { state in
      guard !state.isLeft else { return }
      state.isLeft = true
      // Under the lock, so that a transfer which is another exchange's by now is left alone.
      if case .open = state.end { transfer.cancel() }
    }
    room.signal()
  }
}
