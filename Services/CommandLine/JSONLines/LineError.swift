internal import Foundation

/// `{"id":…,"error":…}`: how a line that cannot be processed is answered. `message` must not hold the line's text.
func lineError(id: JSONID?, _ message: String) -> [UInt8] {
  encodeLine(LineError(id: id, error: message))
}

/// One JSON value as a line: keys in a fixed order, no line feed.
func encodeLine(_ value: some Encodable) -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  // Only a number that JSON cannot hold fails to encode, and no answer should end the run.
  return (try? encoder.encode(value)).map(Array.init)
    ?? Array(#"{"error":"the answer holds a number that is no JSON","id":null}"#.utf8)
}

/// The `id` of a line, given back as it came: a string or a number.
enum JSONID: Codable, Equatable, Sendable {
  case string(String)
  case integer(Int64)
  case number(Double)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else {
      self = .number(try container.decode(Double.self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .string(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    }
  }
}

private struct LineError: Encodable {
  var id: JSONID?
  var error: String

  enum CodingKeys: CodingKey { case id, error }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(error, forKey: .error)
  }
}
