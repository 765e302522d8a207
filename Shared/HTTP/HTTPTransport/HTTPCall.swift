/// A request to a server. Prints and reflects as its method only: its fields may hold a key, its body a prompt.
public struct HTTPCall: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
  }

  public var method: Method
  public var url: String
  public var fields: [(name: String, value: String)]
  public var body: [UInt8]
  /// When the whole exchange must be over.
  public var deadline: ContinuousClock.Instant

  public init(
    _ method: Method, _ url: String, fields: [(name: String, value: String)] = [], body: [UInt8] = [],
    deadline: ContinuousClock.Instant
  ) {
    self.method = method
    self.url = url
    self.fields = fields
    self.body = body
    self.deadline = deadline
  }

  public var description: String { "HTTPCall(\(method.rawValue))" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The beginning of an answer.
public struct HTTPHead: Sendable, Equatable {
  public let status: Int
  /// By lower-case name; of a field that came more than once the last.
  public let fields: [String: String]

  public init(status: Int, fields: [String: String] = [:]) {
    self.status = status
    self.fields = fields
  }

  /// The length that the server announced.
  public var contentLength: Int64? { fields["content-length"].flatMap { Int64($0) } }
}

/// The rest of an answer, read piece by piece: what is not read is not taken off the network.
public protocol HTTPBody {
  /// nil at the end. Throws ``HTTPError`` when the answer breaks off.
  mutating func next() async throws -> [UInt8]?
}

/// Makes calls. Redirects are answers like any other: where a call may go is the caller's decision.
public protocol HTTPTransport: Sendable {
  /// Leaving `receive`, by return or by error, closes a connection whose body was not read to the end.
  ///
  /// - Throws: ``HTTPError``, `CancellationError`, or what `receive` throws.
  func exchange<Result: Sendable>(
    _ call: HTTPCall, _ receive: (HTTPHead, inout any HTTPBody) async throws -> Result
  ) async throws -> Result
}

/// Why an exchange failed. Holds nothing of what was sent or received.
public enum HTTPError: Error, Sendable, Equatable, CustomStringConvertible {
  case badURL
  case cannotConnect
  /// The server's certificate is not one that this machine trusts, or not the host's.
  case untrusted
  case timedOut
  case deadlineExceeded
  case brokenOff

  public var description: String {
    switch self {
    case .badURL: "the URL cannot be used; give http:// or https:// with a host"
    case .cannotConnect: "no connection; check host, port and firewall"
    case .untrusted: "the server's certificate is not trusted; name its authority's file"
    case .timedOut: "nothing came for too long"
    case .deadlineExceeded: "the time was over"
    case .brokenOff: "the connection broke off"
    }
  }
}
