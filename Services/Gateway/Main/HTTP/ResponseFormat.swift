import Deidentification

/// `response_format`: free text, any JSON object, or JSON of a schema.
///
/// Source: OpenAI API reference, "Structured outputs".
struct ResponseFormat: Decodable {
  enum Kind: String, Decodable {
    case text
    case object = "json_object"
    case schema = "json_schema"
  }

  let kind: Kind

  init(from decoder: any Decoder) throws {
    let body = try StrictObject(decoder, known: ["type", "json_schema"])
    guard let kind = Kind(rawValue: try body.required("type")) else {
      throw BodyError("'response_format.type' must be text, json_object or json_schema")
    }
    self.kind = kind
    if kind == .schema { _ = try body.required("json_schema", as: NamedSchema.self) }
  }

  /// nil for free text.
  ///
  /// The schema is read from the body's bytes: answers have their fields in the schema's order, which a decoder does not
  /// keep.
  func schema(in body: [UInt8]) throws(BodyError) -> IdentifiedText? {
    switch kind {
    case .text: return nil
    case .object: return IdentifiedText(#"{"type":"object"}"#)
    case .schema:
      guard let schema = CompactJSON.value(at: ["response_format", "json_schema", "schema"], in: body) else {
        throw BodyError("'response_format.json_schema.schema' must be a JSON schema")
      }
      guard schema.utf8.count <= RequestLimits.schemaBytesMax else {
        throw BodyError("the JSON schema has more than \(RequestLimits.schemaBytesMax) bytes")
      }
      return IdentifiedText(schema)
    }
  }
}

/// The name and the description are notes to a vendor's model, which never sees them.
private struct NamedSchema: Decodable {
  init(from decoder: any Decoder) throws {
    let body = try StrictObject(decoder, known: ["name", "description", "schema", "strict"])
    _ = try body.required("schema", as: AnyValue.self)
  }

  private struct AnyValue: Decodable { init(from decoder: any Decoder) {} }
}
