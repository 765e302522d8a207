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

/// The schema as the caller wrote it: answers have their members in its order.
private struct NamedSchema: Decodable {
  let schema: IdentifiedText

  init(from decoder: any Decoder) throws {
    // The name and the description are notes to a vendor's model, which never sees them.
    _ = try StrictObject(decoder, known: ["name", "description", "schema", "strict"])
    let body = decoder.userInfo[.bodyText] as? [UInt8] ?? []
    guard let text = JSONScanner.value(at: ["response_format", "json_schema", "schema"], of: body) else {
      throw BodyError("'response_format.json_schema.schema' is missing")
    }
    guard text.count <= HTTPLimits.schemaBytesMax else {
      throw BodyError("the JSON schema has more than \(HTTPLimits.schemaBytesMax) bytes")
    }
    schema = IdentifiedText(String(decoding: text, as: UTF8.self))
  }
}

extension CodingUserInfoKey {
  /// The bytes that are being decoded.
  static let bodyText = CodingUserInfoKey(rawValue: "bodyText")!
}
