import HTTPTransport
import Synchronization

@testable import Upstream

/// Answers calls from a script, piece by piece, and notes what was asked.
final class ScriptedTransport: HTTPTransport {
  enum Reply: Sendable {
    case answer([String])
    case status(Int, [String: String] = [:])
    case fails(HTTPError)
    /// The pieces, then the connection breaks.
    case breaksOff([String])
    /// The pieces, then nothing until the call is cancelled.
    case hangs([String])
  }

  private let state: Mutex<(replies: [Reply], calls: [HTTPCall], isClosed: Bool)>

  init(_ replies: [Reply]) { state = Mutex((replies, [], false)) }

  var calls: [HTTPCall] { state.withLock { $0.calls } }
  /// Whether the last exchange was left.
  var isClosed: Bool { state.withLock { $0.isClosed } }

  func exchange<Result: Sendable>(
    _ call: HTTPCall, _ receive: (HTTPHead, inout any HTTPBody) async throws -> Result
  ) async throws -> Result {
    let reply = state.withLock { state in
      state.calls.append(call)
      state.isClosed = false
      return state.replies.removeFirst()
    }
    defer { state.withLock { $0.isClosed = true } }
    var (head, body) = try Self.parts(of: reply)
    return try await receive(head, &body)
  }

  private static func parts(of reply: Reply) throws -> (HTTPHead, any HTTPBody) {
    switch reply {
    case .answer(let pieces): (HTTPHead(status: 200), Pieces(pieces, end: .ends))
    case .breaksOff(let pieces): (HTTPHead(status: 200), Pieces(pieces, end: .breaks))
    case .hangs(let pieces): (HTTPHead(status: 200), Pieces(pieces, end: .hangs))
    case .status(let code, let fields): (HTTPHead(status: code, fields: fields), Pieces(["secret body"], end: .ends))
    case .fails(let error): throw error
    }
  }

  private struct Pieces: HTTPBody {
    enum End { case ends, breaks, hangs }

    private var pieces: [String]
    private let end: End

    init(_ pieces: [String], end: End) {
      self.pieces = pieces
      self.end = end
    }

    mutating func next() async throws -> [UInt8]? {
      if !pieces.isEmpty { return Array(pieces.removeFirst().utf8) }
      switch end {
      case .ends: return nil
      case .breaks: throw HTTPError.brokenOff
      case .hangs:
        try await Task.sleep(for: .seconds(3600))
        return nil
      }
    }
  }
}

/// Events as a server writes them.
enum Events {
  static func chat(_ delta: String, finish: String? = nil, choice: Int = 0) -> String {
    let reason = finish.map { "\"\($0)\"" } ?? "null"
    return "data: {\"choices\":[{\"index\":\(choice),\"delta\":{\(delta)},\"finish_reason\":\(reason)}]}\n\n"
  }

  static func content(_ text: String, finish: String? = nil, choice: Int = 0) -> String {
    chat("\"content\":\"\(text)\"", finish: finish, choice: choice)
  }

  static func text(_ text: String, finish: String? = nil) -> String {
    let reason = finish.map { "\"\($0)\"" } ?? "null"
    return "data: {\"choices\":[{\"index\":0,\"text\":\"\(text)\",\"finish_reason\":\(reason)}]}\n\n"
  }

  static func usage(_ tokens: Int) -> String {
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":\(tokens)}}\n\n"
  }

  static let done = "data: [DONE]\n\n"
}
