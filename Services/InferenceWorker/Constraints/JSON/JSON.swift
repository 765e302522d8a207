/// A JSON value whose members keep their order and whose numbers are exact.
indirect enum JSON: Sendable {
  case null
  case bool(Bool)
  case number(ExactNumber)
  case string(String)
  case array([JSON])
  case object([Member])

  struct Member: Sendable {
    let name: String
    let value: JSON
  }

  subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name.isSpelled(as: name) }?.value
  }
}

extension String {
  /// Equal scalar by scalar, as JSON compares strings; Swift's `==` takes `é` and `e´` for the same.
  func isSpelled(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

/// Equal as JSON schema means it: numbers by value, objects whatever the order of their members.
extension JSON: Equatable {
  static func == (a: JSON, b: JSON) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a.isSpelled(as: b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)):
      a.count == b.count && a.allSatisfy { member in .object(b)[member.name] == member.value }
    default: false
    }
  }
}
