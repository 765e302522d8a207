internal import Foundation

/// The values of a JSON file of settings, such as `config.json`.
public struct ModelSettings: Sendable {
  /// What errors call the file.
  let name: String
  private let values: [String: Value]

  init(json: Data, name: String) throws(ModelFileError) {
    self.name = name
    do {
      values = try JSONDecoder().decode([String: Value].self, from: json)
    } catch {
      throw .malformed("\(name) is not a JSON object of settings")
    }
  }

  private init(name: String, values: [String: Value]) { (self.name, self.values) = (name, values) }

  /// Whether `key` is there with a value other than null.
  public func has(_ key: String) -> Bool { present(key) != nil }

  /// Whether `key` is there at all: null is a value too.
  public func mentions(_ key: String) -> Bool { values[key] != nil }

  /// All keys, in no order.
  public var keys: [String] { Array(values.keys) }

  /// Whether the value under `key` is a text.
  public func isString(_ key: String) -> Bool { if case .string? = values[key] { true } else { false } }

  /// The whole number under `key`; `other` where there is none.
  public func int(_ key: String, or other: Int? = nil) throws(ModelFileError) -> Int {
    try value(key, or: other, "a whole number") { if case .number(let x) = $0 { Int(exactly: x) } else { nil } }
  }

  /// The number under `key`; `other` where there is none.
  public func float(_ key: String, or other: Double? = nil) throws(ModelFileError) -> Double {
    try value(key, or: other, "a number") { if case .number(let x) = $0 { x } else { nil } }
  }

  /// The text under `key`; `other` where there is none.
  public func string(_ key: String, or other: String? = nil) throws(ModelFileError) -> String {
    try value(key, or: other, "a string") { if case .string(let x) = $0 { x } else { nil } }
  }

  /// The truth value under `key`; `other` where there is none.
  public func bool(_ key: String, or other: Bool? = nil) throws(ModelFileError) -> Bool {
    try value(key, or: other, "true or false") { if case .bool(let x) = $0 { x } else { nil } }
  }

  /// The whole numbers under `key`, one or a list of them; none where there is nothing.
  public func ints(_ key: String) throws(ModelFileError) -> [Int] {
    try value(key, or: [], "a whole number or a list of them") {
      let items = if case .list(let items) = $0 { items } else { [$0] }
      let numbers = items.compactMap { if case .number(let x) = $0 { Int(exactly: x) } else { nil } }
      return numbers.count == items.count ? numbers : nil
    }
  }

  /// The numbers of the list under `key`; none where there is nothing.
  public func floats(_ key: String) throws(ModelFileError) -> [Double] {
    try value(key, or: [], "a list of numbers") {
      guard case .list(let items) = $0 else { return nil }
      let numbers = items.compactMap { if case .number(let x) = $0 { x } else { nil } }
      return numbers.count == items.count ? numbers : nil
    }
  }

  /// The texts of the list under `key`; none where there is nothing.
  public func strings(_ key: String) throws(ModelFileError) -> [String] {
    try value(key, or: [], "a list of strings") {
      guard case .list(let items) = $0 else { return nil }
      let texts = items.compactMap { if case .string(let x) = $0 { x } else { nil } }
      return texts.count == items.count ? texts : nil
    }
  }

  /// The settings nested under `key`; nil where there are none.
  public func nested(_ key: String) throws(ModelFileError) -> ModelSettings? {
    guard has(key) else { return nil }
    let values: [String: Value] = try value(key, or: nil, "an object") {
      if case .object(let x) = $0 { x } else { nil }
    }
    return ModelSettings(name: "\(name), \(quoted(key))", values: values)
  }

  private func present(_ key: String) -> Value? {
    if case .null? = values[key] { nil } else { values[key] }
  }

  private func value<T>(
    _ key: String, or other: T?, _ kind: String, _ read: (Value) -> T?
  ) throws(ModelFileError) -> T {
    guard let value = present(key) else {
      if let other { return other }
      throw .missing("\(name) has no \(quoted(key))")
    }
    guard let result = read(value) else { throw .missing("\(name): \(quoted(key)) is not \(kind)") }
    return result
  }

  private enum Value: Sendable, Decodable {
    case null, bool(Bool), number(Double), string(String), list([Value]), object([String: Value])

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
      } else if let value = try? container.decode([Value].self) {
        self = .list(value)
      } else {
        self = .object(try container.decode([String: Value].self))
      }
    }
  }
}
