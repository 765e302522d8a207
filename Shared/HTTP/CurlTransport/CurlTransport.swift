internal import CTransfer
internal import Foundation
public import HTTPTransport
internal import Synchronization

/// HTTP/1.1 over TCP and TLS with the libcurl of the system, which gets the system's security updates. Certificates are
/// always verified, for the host's name too; `https_proxy` and `no_proxy` of the environment are heeded.
///
/// libcurl blocks, so each exchange has a thread of its own; connections are kept for the next one.
public final class CurlTransport: HTTPTransport {
  private let settings: HTTPTransportSettings
  private let idle = Mutex<[Transfer]>([])
  /// Idle connections beyond this are closed: servers do so themselves after a while.
  private static let idleMax = 32

  public init(_ settings: HTTPTransportSettings = HTTPTransportSettings()) { self.settings = settings }

  public func exchange<Result: Sendable>(
    _ call: HTTPCall, _ receive: (HTTPHead, inout any HTTPBody) async throws -> Result
  ) async throws -> Result {
    guard call.deadline > .now else { throw HTTPError.deadlineExceeded }
    let transfer = try idle.withLock { $0.popLast() } ?? Transfer()
    let channel = TransferChannel(transfer)
    Thread.detachNewThread { [self] in
      let result = transfer.run(call, settings, into: channel)
      channel.finish(result)
      giveBack(transfer)
    }
    return try await withTaskCancellationHandler {
      defer { channel.leave() }
      let head = try await channel.head()
      var body: any HTTPBody = ChannelBody(channel: channel)
      return try await receive(head, &body)
    } onCancel: {
      channel.leave()
    }
  }

  private func giveBack(_ transfer: Transfer) {
    transfer.reset()
    // What is dropped is closed when the lock is free again.
    let surplus = idle.withLock { idle -> Transfer? in
      guard idle.count < Self.idleMax else { return transfer }
      idle.append(transfer)
      return nil
    }
    _ = surplus
  }

  private struct ChannelBody: HTTPBody {
    let channel: TransferChannel

    mutating func next() async throws -> [UInt8]? { try await channel.next() }
  }
}
