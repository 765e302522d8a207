import ChatPipeline
import Cryptography
import HTTPTypes
import Hummingbird

/// Names of one request: its own and its trace's.
enum RequestIdentity {
  static func fresh() -> String { hexadecimal(randomBytes(count: 12)) }

  /// For a caller who gives none; never 0, which means "none" on the wire.
  static func seed() -> UInt64 { UInt64.random(in: 1...UInt64.max) }

  /// The trace id of a W3C `traceparent` header, or a fresh one when the header is absent or malformed.
  static func traceID(_ traceparent: String?) -> String {
    let fields = traceparent?.split(separator: "-") ?? []
    guard fields.count == 4, fields[1].utf8.count == 32, fields[1].allSatisfy(\.isHexDigit) else {
      return hexadecimal(randomBytes(count: 16))
    }
    return fields[1].lowercased()
  }
}

extension HTTPField.Name {
  static let explain = HTTPField.Name("X-Weir-Explain")!
  /// Whom a conversation is about: what the vault erases by.
  static let subject = HTTPField.Name("X-Weir-Subject")!
  static let traceparent = HTTPField.Name("traceparent")!
}

extension Request {
  var credential: Credential {
    Credential(authorization: headers[.authorization])
  }
}
