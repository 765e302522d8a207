/// Why bytes were refused as a message. Names the message or field, never its content.
public enum ContractError: Error, Sendable, Equatable, CustomStringConvertible {
  /// More bytes than `WireLimits.messageBytesMax`.
  case tooLarge(bytes: Int, limit: Int)
  /// Small on the wire, but decoding would allocate more than `WireLimits` allows.
  case overBudget(message: String)
  /// Not protobuf, or a known field with another type.
  case malformed(message: String)
  case invalidUTF8(field: String)
  /// NaN or an infinity.
  case notFinite(field: String)
  /// A number that the field cannot mean, such as a negative token id.
  case outOfRange(field: String)
  /// More elements than the field may have.
  case tooMany(field: String, countMax: Int)
  /// A text or bytes longer than the field may be.
  case tooLong(field: String, bytesMax: Int)
  /// A field without which the message has no meaning.
  case missing(field: String)

  public var description: String {
    switch self {
    case .tooLarge(let bytes, let limit): "message of \(bytes) bytes is over the limit of \(limit); split it"
    case .overBudget(let message): "\(message) holds too many small elements for its size; send fewer"
    case .malformed(let message): "\(message) is not well-formed protobuf; compare the sender's .proto files"
    case .invalidUTF8(let field): "\(field) is not valid UTF-8"
    case .notFinite(let field): "\(field) must be a finite number"
    case .outOfRange(let field): "\(field) is out of range"
    case .tooMany(let field, let countMax): "\(field) may have \(countMax) elements at most"
    case .tooLong(let field, let bytesMax): "\(field) may have \(bytesMax) bytes at most"
    case .missing(let field): "\(field) is missing"
    }
  }
}
