/// One keyword of a subschema.
///
/// Source: JSON Schema 2020-12, "Core" §§ 8, 10, and "Validation" §§ 6, 7.
struct SchemaKeyword {
  let name: String
  let value: JSON
  let place: String
  /// The subschema that it stands in.
  let schema: JSON

  /// Keywords that say nothing of which values are valid.
  private static let annotations: Set<String> = [
    "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "$comment",
    "$schema", "$defs", "definitions", "discriminator",
  ]
  static func isAnnotation(_ name: String) -> Bool { annotations.contains(name) || name.hasPrefix("x-") }

  mutating func read(into node: inout SchemaNode, _ reader: inout SchemaReader) throws(ConstraintError) {
    switch name {
    case _ where Self.isAnnotation(name): break
    case "$id" where place == "#": break
    case "type": node.types = try types()
    case "nullable": _ = try boolean()
    case "enum": try restrict(&node, to: try list())
    case "const": try restrict(&node, to: [value])
    case "$ref": node.allOf.append(try reader.target(of: try string(), from: place))
    case "allOf": node.allOf += try schemas(&reader)
    case "anyOf": node.choices.append(try schemas(&reader))
    case "oneOf":
      node.exclusive.insert(node.choices.count)
      node.choices.append(try schemas(&reader))
    case "not": try readNot(&node, &reader)
    case "if": try readCondition(&node, &reader)
    // Without "if" they say nothing.
    case "then", "else": break
    case "minLength", "maxLength", "pattern", "format": try readString(&node)
    case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf": try readNumber(&node)
    case "items", "prefixItems", "minItems", "maxItems", "uniqueItems": try readArray(&node, &reader)
    case "properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties",
      "maxProperties":
      try readObject(&node, &reader)
    default: throw unsupported("is not taken")
    }
  }

  func unsupported(_ reason: String) -> ConstraintError {
    ConstraintError(.unsupported, at: place, "\"\(name)\" \(reason)")
  }

  func malformed(_ reason: String) -> ConstraintError {
    ConstraintError(.malformed, at: place, "\"\(name)\" \(reason)")
  }

  private func types() throws(ConstraintError) -> Set<JSONType> {
    let names: [JSON] = if case .array(let elements) = value { elements } else { [value] }
    var types: Set<JSONType> = []
    for name in names {
      guard case .string(let text) = name, let type = JSONType(rawValue: text) else {
        throw malformed("is one of \(JSONType.allCases.map(\.rawValue).joined(separator: ", ")), or a list of them")
      }
      types.formUnion(type == .number ? [.number, .integer] : [type])
    }
    return types
  }

  private func restrict(_ node: inout SchemaNode, to values: [JSON]) throws(ConstraintError) {
    node.values = node.values.map { known in known.filter(values.contains) } ?? values
  }

  // MARK: Values

  func string() throws(ConstraintError) -> String {
    guard case .string(let text) = value else { throw malformed("is a string") }
    return text
  }

  func boolean() throws(ConstraintError) -> Bool {
    guard case .bool(let isTrue) = value else { throw malformed("is true or false") }
    return isTrue
  }

  func number() throws(ConstraintError) -> ExactNumber {
    guard case .number(let number) = value else { throw malformed("is a number") }
    return number
  }

  func count() throws(ConstraintError) -> Int {
    guard case .number(let number) = value, let count = number.scaled(by: 0), count >= 0 else {
      throw malformed("is a count")
    }
    return count
  }

  func list() throws(ConstraintError) -> [JSON] {
    guard case .array(let elements) = value else { throw malformed("is a list") }
    return elements
  }

  func members() throws(ConstraintError) -> [JSON.Member] {
    guard case .object(let members) = value else { throw malformed("is an object") }
    return members
  }

  /// The subschemas of a list.
  func schemas(_ reader: inout SchemaReader) throws(ConstraintError) -> [SchemaNode.ID] {
    let elements = try list(), own = place.pointing(to: name)
    guard !elements.isEmpty || name == "prefixItems" else { throw malformed("is a list of schemas") }
    var ids: [SchemaNode.ID] = []
    for (index, element) in elements.enumerated() {
      ids.append(try reader.number(of: own.pointing(to: String(index)), element))
    }
    return ids
  }
}
