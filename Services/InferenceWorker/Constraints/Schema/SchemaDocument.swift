/// All subschemas that are reached from a schema's root.
struct SchemaDocument: Sendable {
  private(set) var nodes: [SchemaNode] = []
  /// The root is the first.
  static let root: SchemaNode.ID = 0

  subscript(id: SchemaNode.ID) -> SchemaNode { nodes[id] }

  /// - Throws: `ConstraintError` naming the keyword that cannot be held, and its place.
  init(_ text: String) throws(ConstraintError) {
    var reader = SchemaReader(root: try JSONReader.read(Array(text.utf8)))
    nodes = try reader.readAll()
  }
}

/// Reads subschema after subschema, each once, however many refer to it.
struct SchemaReader {
  private let root: JSON
  private var numbers: [String: SchemaNode.ID] = [:]
  private var pending: [(place: String, schema: JSON)] = []

  init(root: JSON) { self.root = root }

  mutating func readAll() throws(ConstraintError) -> [SchemaNode] {
    var nodes: [SchemaNode] = []
    if case .object(let members) = root, members.isEmpty {
      // What OpenAI's `json_object` asks for: an object, whatever is in it.
      return [try node(at: "#", .object([.init(name: "type", value: .string("object"))]))]
    }
    _ = try number(of: "#", root)
    while nodes.count < pending.count {
      let next = pending[nodes.count]
      nodes.append(try node(at: next.place, next.schema))
    }
    return nodes
  }

  /// The number that the subschema at `place` has or will have.
  mutating func number(of place: String, _ schema: JSON) throws(ConstraintError) -> SchemaNode.ID {
    if let known = numbers[place] { return known }
    guard pending.count < ConstraintLimits.subschemasMax else {
      throw ConstraintError(.tooLarge, at: place, "more than \(ConstraintLimits.subschemasMax) subschemas")
    }
    numbers[place] = pending.count
    pending.append((place, schema))
    return pending.count - 1
  }

  private mutating func node(at place: String, _ schema: JSON) throws(ConstraintError) -> SchemaNode {
    var node = SchemaNode(place: place)
    switch schema {
    case .bool(let isTrue): node.isFalse = !isTrue
    case .object(let members):
      for member in members {
        var keyword = SchemaKeyword(name: member.name, value: member.value, place: place, schema: schema)
        try keyword.read(into: &node, &self)
      }
      try node.checkCounts()
      if schema["type"] != nil { node.spokenTypes = [] }
      if schema["nullable"] == .bool(true) { node.admitNull() }
    default: throw ConstraintError(.malformed, at: place, "a schema is an object, true or false")
    }
    return node
  }

  /// The subschema that a `$ref` names: a JSON pointer into the same document (RFC 6901 §6).
  mutating func target(of reference: String, from place: String) throws(ConstraintError) -> SchemaNode.ID {
    guard reference.hasPrefix("#"), let path = Self.decoded(reference.dropFirst()), path.isEmpty || path.hasPrefix("/")
    else {
      throw ConstraintError(.unsupported, at: place, "\"$ref\" may only point into the schema itself, as #/$defs/name")
    }
    var value = root, canonical = "#"
    for token in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      let name = String(token).replacing("~1", with: "/").replacing("~0", with: "~")
      guard let next = Self.child(name, of: value) else {
        throw ConstraintError(.malformed, at: place, "\"$ref\" points to nothing")
      }
      value = next
      canonical = canonical.pointing(to: name)
    }
    return try number(of: canonical, value)
  }

  private static func child(_ name: String, of value: JSON) -> JSON? {
    if case .array(let elements) = value, let index = Int(name), elements.indices.contains(index) {
      return elements[index]
    }
    return value[name]
  }

  private static func decoded(_ fragment: Substring) -> String? {
    var bytes: [UInt8] = [], rest = fragment.utf8
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let value = UInt8(Substring(rest.prefix(2)), radix: 16), rest.count >= 2 else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

extension String {
  /// The JSON pointer to a member or element.
  func pointing(to name: String) -> String {
    self + "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
  }
}

extension SchemaNode {
  fileprivate func checkCounts() throws(ConstraintError) {
    for most in [string.lengthMax, array.countMax, object.countMax].compactMap({ $0 })
    where most > ConstraintLimits.countMax {
      throw ConstraintError(.tooLarge, at: place, "a count over \(ConstraintLimits.countMax)")
    }
    for least in [string.lengthMin, array.countMin, object.countMin] where least > ConstraintLimits.countMax {
      throw ConstraintError(.tooLarge, at: place, "a count over \(ConstraintLimits.countMax)")
    }
  }

  /// OpenAPI 3.0's `nullable`.
  fileprivate mutating func admitNull() {
    types.insert(.null)
    if !spokenTypes.isEmpty { spokenTypes.insert(.null) }
    if values?.contains(.null) == false { values?.append(.null) }
  }
}
