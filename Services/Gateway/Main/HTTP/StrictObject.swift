/// A JSON object of which every key must be known.
struct StrictObject {
  private let container: KeyedDecodingContainer<AnyKey>

  /// Throws ``BodyError`` for a key that is not in `known`.
  init(_ decoder: any Decoder, known: Set<String>) throws {
    guard let container = try? decoder.container(keyedBy: AnyKey.self) else {
      throw BodyError("\(Self.place(decoder.codingPath)) must be a JSON object")
    }
    if let unknown = container.allKeys.map(\.stringValue).filter({ !known.contains($0) }).min() {
      // A long or odd key may itself be text of the caller's: it is not repeated.
      let name = unknown.utf8.count <= 40 && unknown.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_") }
      throw BodyError(name ? "'\(unknown)' is not offered by this gateway; leave it out" : "a field is not known")
    }
    self.container = container
  }

  func required<Value: Decodable>(_ key: String, as type: Value.Type = Value.self) throws -> Value {
    guard let value: Value = try optional(key) else { throw BodyError("'\(key)' is missing") }
    return value
  }

  /// nil when absent or null.
  func optional<Value: Decodable>(_ key: String, as type: Value.Type = Value.self) throws -> Value? {
    do {
      return try container.decodeIfPresent(Value.self, forKey: AnyKey(key))
    } catch let error as BodyError {
      throw error
    } catch {
      throw BodyError("\(Self.place(container.codingPath + [AnyKey(key)])) has the wrong type")
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.isEmpty
      ? "the body"
      : "'" + path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".") + "'"
  }
}

/// What is wrong with a body, in words that repeat nothing of it.
struct BodyError: Error, Equatable {
  let message: String

  init(_ message: String) { self.message = message }
}

private struct AnyKey: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(_ string: String) { stringValue = string }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}
