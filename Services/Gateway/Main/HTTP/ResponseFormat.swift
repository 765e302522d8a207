import Deidentification
import Foundation

/// `response_format`: free text, any JSON object, or JSON of a schema.
///
/// Source: OpenAI API reference, "Structured outputs".
struct ResponseFormat: Decodable {
  /// nil for free text.
  let schema: IdentifiedText?

  init(from decoder: any Decoder) throws {
    let body = try StrictObject(decoder, known: ["type", "json_schema"])
    switch try body.required("type", as: String.self) {
    case "text": schema = nil
    case "json_object": schema = IdentifiedText(#"{"type":"object"}"#)
    case "json_schema": schema = try body.required("json_schema", as: NamedSchema.self).schema
    default: throw BodyError("'response_format.type' must be text, json_object or json_schema")
    }
  }
}

private struct NamedSchema: Decodable {
  let schema: IdentifiedText

  init(from decoder: any Decoder) throws {
    // The name and the description are notes to a vendor's model, which never sees them.
    let body = try StrictObject(decoder, known: ["name", "description", "schema", "strict"])
    let data = try JSONEncoder().encode(try body.required("schema", as: JSONTree.self))
    guard data.count <= HTTPLimits.schemaBytesMax else {
      throw BodyError("the JSON schema has more than \(HTTPLimits.schemaBytesMax) bytes")
    }
    schema = IdentifiedText(String(decoding: data, as: UTF8.self))
  }
}

/// Any JSON. Numbers beyond 53 bits lose precision, as they do in JavaScript.
private enum JSONTree: Codable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONTree].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONTree].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }
}
