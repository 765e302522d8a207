internal import Yams

/// A value of the policy file and where it stands.
struct PolicyNode {
  let node: Node
  /// How the file names it, for messages.
  let name: String

  var line: Int? { node.mark?.line }

  func error(_ reason: String) -> PolicyError { PolicyError(line: line, reason: "'\(name)' \(reason)") }

  func string() throws(PolicyError) -> String {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else { throw error("must be text") }
    return scalar.string
  }

  var isScalar: Bool {
    if case .scalar = node { true } else { false }
  }

  var isMapping: Bool {
    if case .mapping = node { true } else { false }
  }

  /// Text that may be empty.
  func anyString() throws(PolicyError) -> String {
    guard case .scalar(let scalar) = node else { throw error("must be text") }
    return scalar.string
  }

  func integer(_ range: ClosedRange<Int>) throws(PolicyError) -> Int {
    guard let value = node.int, range.contains(value) else {
      throw error("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func number(_ range: ClosedRange<Double>) throws(PolicyError) -> Double {
    guard let value = node.float, range.contains(value) else {
      throw error("must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func boolean() throws(PolicyError) -> Bool {
    guard let value = node.bool else { throw error("must be true or false") }
    return value
  }

  func list() throws(PolicyError) -> [PolicyNode] {
    guard case .sequence(let items) = node else { throw error("must be a list: one '- …' for each item") }
    return items.map { PolicyNode(node: $0, name: name) }
  }

  /// A list of text that is not empty.
  func strings() throws(PolicyError) -> [String] {
    var strings: [String] = []
    for item in try list() { strings.append(try item.string()) }
    guard !strings.isEmpty else { throw error("must not be empty") }
    return strings
  }

  /// One of the enumeration's names.
  func choice<Value: RawRepresentable & CaseIterable>(_: Value.Type) throws(PolicyError) -> Value
  where Value.RawValue == String {
    guard let value = Value(rawValue: try string()) else {
      throw error("must be one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return value
  }
}
