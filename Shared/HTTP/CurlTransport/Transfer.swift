internal import CTransfer
internal import HTTPTransport

/// Owns libcurl's handles for one exchange at a time.
///
/// `@unchecked Sendable`: the pointer never changes; who runs an exchange has taken the transfer out of the pool, and
/// `weir_transfer_cancel` may be called from any thread.
final class Transfer: @unchecked Sendable {
  private let handle: OpaquePointer

  /// Throws when memory is out.
  init() throws(HTTPError) {
    guard let handle = weir_transfer_create() else { throw .cannotConnect }
    self.handle = handle
  }

  deinit { weir_transfer_destroy(handle) }

  func cancel() { weir_transfer_cancel(handle) }
  func reset() { weir_transfer_reset(handle) }

  /// Runs an exchange to its end on the calling thread; nil when all went well.
  func run(_ call: HTTPCall, _ settings: HTTPTransportSettings, into channel: TransferChannel) -> TransferFailure? {
    let fields = call.fields.map { "\($0.name): \($0.value)" }
    guard !fields.contains(where: { $0.utf8.contains { $0 < 0x20 } }) else { return .failed(.badURL) }
    // libcurl reads files, too.
    guard call.url.hasPrefix("https://") || call.url.hasPrefix("http://") else { return .failed(.badURL) }
    let method = call.method.rawValue
    let result = withCStrings(fields) { fields in
      method.withCString { method in
        call.url.withCString { url in
          withOptionalCString(settings.authoritiesFile) { authorities in
            call.body.withUnsafeBufferPointer { body in
              var request = weir_transfer_call()
              (request.method, request.url) = (method, url)
              (request.fields, request.field_count) = (fields.baseAddress, fields.count)
              (request.body, request.body_bytes) = (body.baseAddress, body.count)
              request.authorities_file = authorities
              request.connect_timeout_ms = settings.connectTimeout.milliseconds
              request.idle_timeout_s = max(1, settings.idleTimeout.milliseconds / 1000)
              request.total_timeout_ms = max(1, (call.deadline - .now).milliseconds)
              var receiver = Self.receiver(channel)
              return weir_transfer_run(handle, &request, &receiver)
            }
          }
        }
      }
    }
    return TransferFailure(result)
  }

  /// The channel outlives the run: its exchange holds it.
  private static func receiver(_ channel: TransferChannel) -> weir_transfer_receiver {
    weir_transfer_receiver(
      context: Unmanaged.passUnretained(channel).toOpaque(),
      on_head_line: { context, line, count in
        let channel = Unmanaged<TransferChannel>.fromOpaque(context!).takeUnretainedValue()
        channel.take(headLine: [UInt8](UnsafeBufferPointer(start: line, count: count)))
      },
      on_body: { context, data, count in
        let channel = Unmanaged<TransferChannel>.fromOpaque(context!).takeUnretainedValue()
        return channel.take(body: [UInt8](UnsafeBufferPointer(start: data, count: count)))
      })
  }
}

/// Why an exchange did not reach its end.
enum TransferFailure: Sendable {
  case failed(HTTPError)
  case cancelled

  init?(_ result: weir_transfer_result) {
    switch result {
    case WEIR_TRANSFER_OK: return nil
    case WEIR_TRANSFER_BAD_URL: self = .failed(.badURL)
    case WEIR_TRANSFER_CANNOT_CONNECT: self = .failed(.cannotConnect)
    case WEIR_TRANSFER_UNTRUSTED: self = .failed(.untrusted)
    case WEIR_TRANSFER_TIMED_OUT: self = .failed(.timedOut)
    case WEIR_TRANSFER_DEADLINE: self = .failed(.deadlineExceeded)
    case WEIR_TRANSFER_CANCELLED: self = .cancelled
    default: self = .failed(.brokenOff)
    }
  }
}

extension Duration {
  /// Whole milliseconds, a month at most.
  fileprivate var milliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(clamping: min(seconds, 2_678_400) * 1000 + attoseconds / 1_000_000_000_000_000)
  }
}

/// The texts as C strings, for as long as `body` runs.
private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  let joined = texts.flatMap { Array($0.utf8CString) }
  return joined.withUnsafeBufferPointer { buffer in
    var offset = 0
    let pointers: [UnsafePointer<CChar>?] = texts.map { text in
      defer { offset += text.utf8.count + 1 }
      return buffer.baseAddress.map { $0 + offset }
    }
    return pointers.withUnsafeBufferPointer(body)
  }
}

private func withOptionalCString<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
  guard let text else { return body(nil) }
  return text.withCString(body)
}
