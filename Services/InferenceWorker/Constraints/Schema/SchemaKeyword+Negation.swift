/// `not`, and `if` with `then` and `else`: written as schemas without either, where that can be done exactly.
extension SchemaKeyword {
  func readNot(_ node: inout SchemaNode, _ reader: inout SchemaReader) throws(ConstraintError) {
    if let values = value.spelledValues {
      node.excluded += values
    } else {
      node.allOf.append(try reader.number(of: place.pointing(to: name), try negation(of: value)))
    }
  }

  /// Either the condition and `then` hold, or its opposite and `else`.
  func readCondition(_ node: inout SchemaNode, _ reader: inout SchemaReader) throws(ConstraintError) {
    guard schema["then"] != nil || schema["else"] != nil else { return }
    var ways: [SchemaNode.ID] = []
    for (key, condition) in [("then", value), ("else", try negation(of: value))] {
      let way = JSON.object([.init(name: "allOf", value: .array([condition, schema[key] ?? .bool(true)]))])
      ways.append(try reader.number(of: place.pointing(to: "if-\(key)"), way))
    }
    node.choices.append(ways)
  }

  /// A schema of all values that `schema` is not satisfied by.
  private func negation(of schema: JSON) throws(ConstraintError) -> JSON {
    switch schema {
    case .bool(let isTrue): return .bool(!isTrue)
    case .object(let members):
      var ways: [JSON] = []
      for member in members where !SchemaKeyword.isAnnotation(member.name) { ways += try negations(of: member) }
      return ways.count == 1 ? ways[0] : ways.isEmpty ? .bool(false) : .keyword("anyOf", .array(ways))
    default: throw malformed("is a schema")
    }
  }

  /// In which ways one keyword can be missed.
  private func negations(of keyword: JSON.Member) throws(ConstraintError) -> [JSON] {
    switch (keyword.name, keyword.value) {
    case ("enum", _), ("const", _): return [.keyword("not", .object([keyword]))]
    case ("not", let schema): return [schema]
    case ("type", _): return [try otherTypes(than: keyword)]
    case ("allOf", .array(let parts)): return try negations(of: parts)
    case ("anyOf", .array(let parts)): return [.keyword("allOf", .array(try negations(of: parts)))]
    case ("required", .array(let names)):
      return names.compactMap { name in
        guard case .string(let name) = name else { return nil }
        return .objects([.init(name: "properties", value: .keyword(name, .bool(false)))])
      }
    case ("properties", .object(let properties)):
      var ways: [JSON] = []
      for property in properties {
        let opposite = JSON.keyword(property.name, try negation(of: property.value))
        ways.append(
          .objects([
            .init(name: "required", value: .array([.string(property.name)])),
            .init(name: "properties", value: opposite),
          ]))
      }
      return ways
    default: throw unsupported("of \"\(keyword.name.prefix(60))\" cannot be held")
    }
  }

  private func negations(of schemas: [JSON]) throws(ConstraintError) -> [JSON] {
    var all: [JSON] = []
    for schema in schemas { all.append(try negation(of: schema)) }
    return all
  }

  private func otherTypes(than keyword: JSON.Member) throws(ConstraintError) -> JSON {
    var named = SchemaNode(place: place)
    var own = SchemaKeyword(name: "type", value: keyword.value, place: place, schema: schema)
    var reader = SchemaReader(root: schema)
    try own.read(into: &named, &reader)
    guard named.types.contains(.number) || !named.types.contains(.integer) else {
      throw unsupported("of the type integer cannot be held: numbers with a point may have a whole value")
    }
    let others = JSONType.allCases.filter { $0 != .integer && !named.types.contains($0) }
    return others.isEmpty ? .bool(false) : .keyword("type", .array(others.map { .string($0.rawValue) }))
  }
}

extension JSON {
  /// The values of a schema that is nothing but `enum` or `const`.
  fileprivate var spelledValues: [JSON]? {
    guard case .object(let members) = self, members.count == 1 else { return nil }
    switch (members[0].name, members[0].value) {
    case ("const", let value): return [value]
    case ("enum", .array(let values)): return values
    default: return nil
    }
  }

  fileprivate static func keyword(_ name: String, _ value: JSON) -> JSON { .object([.init(name: name, value: value)]) }

  /// Objects of which these keywords hold.
  fileprivate static func objects(_ keywords: [Member]) -> JSON {
    .object([.init(name: "type", value: .string("object"))] + keywords)
  }
}
