/// What values a case allows.
extension SchemaResolver {
  /// Patterns of names that may stand side by side: each doubles the kinds of names.
  private static let namePatternsMax = 6

  /// - Parameter strict: takes a schema without `type` at its word, which allows every type that its keywords do not
  ///   speak of. Answers keep to the types that they do speak of.
  mutating func shapes(of own: Conjunction, strict: Bool = false) throws(ConstraintError) -> [Shape] {
    let nodes = own.nodes.map { document[$0] }
    guard !nodes.contains(where: \.isFalse) else { return [] }
    if let values = nodes.lazy.compactMap(\.values).first {
      var left: [JSON] = []
      for value in values where !left.contains(value) {
        if try holds(own, of: value) { left.append(value) }
      }
      return left.isEmpty ? [] : [.values(left)]
    }
    var types = Set(JSONType.allCases)
    for node in nodes {
      types.formIntersection(node.types)
      if !strict, !node.spokenTypes.isEmpty { types.formIntersection(node.spokenTypes) }
    }
    if types.contains(.number) { types.remove(.integer) }
    if !strict { try checkExclusions(nodes, types) }
    var shapes: [Shape] = []
    for type in JSONType.allCases where types.contains(type) {
      if let shape = try shape(type, nodes) { shapes.append(shape) }
    }
    return shapes
  }

  /// nil where nothing is of that shape.
  private mutating func shape(_ type: JSONType, _ nodes: [SchemaNode]) throws(ConstraintError) -> Shape? {
    let excluded = nodes.flatMap(\.excluded)
    switch type {
    case .null: return excluded.contains(.null) ? nil : .null
    case .boolean:
      let left = [true, false].map(JSON.bool).filter { !excluded.contains($0) }
      return left.isEmpty ? nil : left.count == 2 ? .boolean : .values(left)
    case .integer, .number:
      return .number(
        NumberShape(
          isInteger: type == .integer, keywords: nodes.map(\.number).reduce(.init()) { $0.merged(with: $1) },
          place: nodes.last { $0.number != .init() }?.place ?? "#"))
    case .string: return .string(stringShape(nodes))
    case .array: return .array(arrayShape(nodes))
    case .object: return try objectShape(nodes).map(Shape.object)
    }
  }

  /// Strings, truth values and null can be left out one by one; of the others only where `enum` names those that stay.
  private func checkExclusions(_ nodes: [SchemaNode], _ types: Set<JSONType>) throws(ConstraintError) {
    for node in nodes {
      for value in node.excluded {
        let isOpen =
          switch value {
          case .number(let number): types.contains(.number) || (types.contains(.integer) && number.isInteger)
          case .array: types.contains(.array)
          case .object: types.contains(.object)
          case .null, .bool, .string: false
          }
        guard !isOpen else {
          throw ConstraintError(
            .unsupported, at: node.place,
            "\"not\" of a number, a list or an object cannot be held where others of its type may stand")
        }
      }
    }
  }

  private func stringShape(_ nodes: [SchemaNode]) -> StringShape {
    let speaking = nodes.filter { $0.string.lengthMin > 0 || $0.string.lengthMax != nil || !$0.string.patterns.isEmpty }
    let excluded = nodes.flatMap(\.excluded).compactMap { if case .string(let text) = $0 { text } else { nil } }
    return StringShape(
      lengthMin: speaking.map(\.string.lengthMin).max() ?? 0, lengthMax: speaking.compactMap(\.string.lengthMax).min(),
      patterns: Set(speaking.flatMap(\.string.patterns)).sorted(), excluded: Set(excluded).sorted(),
      place: speaking.last?.place ?? "#")
  }

  private func arrayShape(_ nodes: [SchemaNode]) -> ArrayShape {
    let arrays = nodes.map(\.array), prefixCount = arrays.map(\.prefix.count).max() ?? 0
    func element(_ index: Int) -> Conjunction {
      Conjunction(
        arrays.compactMap { index < $0.prefix.count ? $0.prefix[index] : $0.items })
    }
    return ArrayShape(
      prefix: (0..<prefixCount).map(element), items: element(prefixCount),
      countMin: arrays.map(\.countMin).max() ?? 0, countMax: arrays.compactMap(\.countMax).min(),
      isUnique: arrays.contains(where: \.isUnique), place: nodes.last { $0.array.isUnique }?.place ?? "#")
  }

  private mutating func objectShape(_ nodes: [SchemaNode]) throws(ConstraintError) -> ObjectShape? {
    let objects = nodes.map(\.object), place = nodes.last { $0.spokenOfObjects }?.place ?? "#"
    var names: [String] = [], known: Set<[UInt8]> = []
    for name in objects.flatMap({ $0.properties.map(\.name) }) + objects.flatMap(\.required)
    where known.insert(Array(name.utf8)).inserted {
      names.append(name)
    }
    let required = Set(objects.flatMap(\.required).map { Array($0.utf8) })
    var properties: [ObjectShape.Property] = []
    for name in names {
      guard try isName(name, objects) else {
        if required.contains(Array(name.utf8)) { return nil }
        continue
      }
      let value = try value(of: name, objects, place)
      properties.append(.init(name: name, value: value, isRequired: required.contains(Array(name.utf8))))
    }
    return ObjectShape(
      properties: properties, others: try others(objects, place), countMin: objects.map(\.countMin).max() ?? 0,
      countMax: objects.compactMap(\.countMax).min(), place: place)
  }

  private mutating func isName(_ name: String, _ objects: [SchemaNode.ObjectKeywords]) throws(ConstraintError) -> Bool {
    for object in objects { if let names = object.names, try !isValid(.string(name), names) { return false } }
    return true
  }

  /// The texts that a schema of names allows: one of them.
  private mutating func names(_ schema: SchemaNode.ID, _ place: String) throws(ConstraintError) -> [StringShape] {
    var texts: [StringShape] = []
    for own in try cases(of: Conjunction([schema])) {
      for shape in try shapes(of: own) {
        switch shape {
        case .string(let text): texts.append(text)
        case .values(let values):
          let words = values.compactMap { if case .string(let text) = $0 { text.quotedAsPattern } else { nil } }
          let pattern = "^(?:\(words.joined(separator: "|")))$"
          if !words.isEmpty { texts.append(.init(lengthMin: 0, lengthMax: nil, patterns: [pattern], place: place)) }
        // Names are strings.
        case .null, .boolean, .number, .array, .object: break
        }
      }
    }
    return texts
  }

  private mutating func value(
    of name: String, _ objects: [SchemaNode.ObjectKeywords], _ place: String
  ) throws(ConstraintError) -> Conjunction {
    var all = Conjunction([])
    for object in objects { all.append(try schemas(for: name, in: object, place)) }
    return all
  }

  /// What one schema asks of the member `name`.
  mutating func schemas(
    for name: String, in object: SchemaNode.ObjectKeywords, _ place: String
  ) throws(ConstraintError) -> [SchemaNode.ID] {
    var found = object.properties.filter { $0.name.isSpelled(as: name) }.map(\.schema)
    for (pattern, schema) in object.patterns where try automaton(of: pattern, at: place).accepts(name) {
      found.append(schema)
    }
    return found.isEmpty ? object.additional.map { [$0] } ?? [] : found
  }

  private mutating func others(
    _ objects: [SchemaNode.ObjectKeywords], _ place: String
  ) throws(ConstraintError) -> ObjectShape.OtherMembers? {
    let patterns = Set(objects.flatMap { $0.patterns.map(\.pattern) }).sorted()
    guard patterns.count <= Self.namePatternsMax else {
      throw ConstraintError(.tooLarge, at: place, "more than \(Self.namePatternsMax) \"patternProperties\"")
    }
    var values: [Int32: Conjunction] = [:]
    for label in 0..<Int32(1 << patterns.count) {
      let matched = Set(patterns.indices.filter { label >> $0 & 1 == 1 }.map { patterns[$0] })
      var all = Conjunction([])
      for object in objects {
        let own = object.patterns.filter { matched.contains($0.pattern) }.map(\.schema)
        all.append(own.isEmpty ? object.additional.map { [$0] } ?? [] : own)
      }
      if !all.nodes.contains(where: { document[$0].isFalse }) { values[label] = all }
    }
    var names: [[StringShape]] = []
    for object in objects { if let schema = object.names { names.append(try self.names(schema, place)) } }
    return values.isEmpty ? nil : .init(patterns: patterns, values: values, names: names)
  }
}

extension StringShape {
  var isAnyText: Bool { patterns.isEmpty && excluded.isEmpty }
}

extension String {
  /// A pattern of just this text.
  fileprivate var quotedAsPattern: String {
    reduce(into: "") { pattern, character in
      if "^$\\.*+?()[]{}|/".contains(character) { pattern.append("\\") }
      pattern.append(character)
    }
  }
}

extension SchemaNode {
  fileprivate var spokenOfObjects: Bool {
    !object.properties.isEmpty || !object.required.isEmpty || object.additional != nil || !object.patterns.isEmpty
      || object.countMin > 0 || object.countMax != nil || object.names != nil
  }
}
