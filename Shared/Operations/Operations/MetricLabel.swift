/// A label whose value cannot be a user's text: a constant, a case of an enumeration, or a name that an operator chose.
public struct MetricLabel: Sendable, Hashable {
  let name: String
  let value: String

  public init(_ name: StaticString, _ value: StaticString) {
    self.init(name: "\(name)", value: "\(value)")
  }

  public init<Value: CaseIterable & RawRepresentable>(_ name: StaticString, _ value: Value)
  where Value.RawValue == String {
    self.init(name: "\(name)", value: value.rawValue)
  }

  /// A tenant, model or instance as configured: letters, digits and `._:/-`, at most 64. Anything else shows as
  /// `other`.
  public init(_ name: StaticString, configured value: String) {
    let isName = (1...64).contains(value.utf8.count) && value.utf8.allSatisfy(Self.nameBytes.contains)
    self.init(name: "\(name)", value: isName ? value : "other")
  }

  private init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  var folded: MetricLabel { MetricLabel(name: name, value: "other") }

  var text: String {
    let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    return "\(name)=\"\(escaped)\""
  }

  private static let nameBytes = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:/-".utf8)
}
