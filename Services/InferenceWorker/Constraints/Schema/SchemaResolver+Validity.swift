/// Whether a value that `enum` or `const` names satisfies what stands beside it.
extension SchemaResolver {
  /// What the own keywords of nodes ask; their combinators have been multiplied out.
  mutating func holds(_ own: Conjunction, of value: JSON) throws(ConstraintError) -> Bool {
    for id in own.nodes where try !holds(document[id], of: value) { return false }
    return true
  }

  mutating func isValid(_ value: JSON, _ id: SchemaNode.ID) throws(ConstraintError) -> Bool {
    let node = document[id]
    depth += 1
    defer { depth -= 1 }
    guard work.take(1), depth <= Self.depthMax else {
      throw ConstraintError(.tooLarge, at: node.place, "too many values to check")
    }
    // Throws for one that refers to itself with nothing between, which would go on for ever here.
    _ = try cases(of: Conjunction([id]))
    guard try holds(node, of: value) else { return false }
    for part in node.allOf where try !isValid(value, part) { return false }
    for (index, list) in node.choices.enumerated() {
      var count = 0
      for choice in list where try isValid(value, choice) { count += 1 }
      guard count > 0, count == 1 || !node.exclusive.contains(index) else { return false }
    }
    return true
  }

  private mutating func holds(_ node: SchemaNode, of value: JSON) throws(ConstraintError) -> Bool {
    guard !node.isFalse, node.types.contains(value.type), node.values?.contains(value) ?? true,
      !node.excluded.contains(value)
    else { return false }
    switch value {
    case .null, .bool: return true
    case .number(let number): return node.number.holds(of: number)
    case .string(let text): return try holds(node.string, of: text, at: node.place)
    case .array(let elements): return try holds(node.array, of: elements)
    case .object(let members): return try holds(node.object, of: members, at: node.place)
    }
  }

  private mutating func holds(
    _ keywords: SchemaNode.StringKeywords, of text: String, at place: String
  ) throws(ConstraintError) -> Bool {
    let length = text.unicodeScalars.count
    guard length >= keywords.lengthMin, length <= keywords.lengthMax ?? length else { return false }
    for pattern in keywords.patterns where try !automaton(of: pattern, at: place).accepts(text) { return false }
    return true
  }

  private mutating func holds(
    _ keywords: SchemaNode.ArrayKeywords, of elements: [JSON]
  ) throws(ConstraintError) -> Bool {
    guard elements.count >= keywords.countMin, elements.count <= keywords.countMax ?? elements.count else {
      return false
    }
    if keywords.isUnique, elements.indices.contains(where: { elements[..<$0].contains(elements[$0]) }) { return false }
    for (index, element) in elements.enumerated() {
      let schema = index < keywords.prefix.count ? keywords.prefix[index] : keywords.items
      if let schema, try !isValid(element, schema) { return false }
    }
    return true
  }

  private mutating func holds(
    _ keywords: SchemaNode.ObjectKeywords, of members: [JSON.Member], at place: String
  ) throws(ConstraintError) -> Bool {
    guard members.count >= keywords.countMin, members.count <= keywords.countMax ?? members.count else { return false }
    for name in keywords.required where JSON.object(members)[name] == nil { return false }
    for member in members {
      if let names = keywords.names, try !isValid(.string(member.name), names) { return false }
      for schema in try schemas(for: member.name, in: keywords, place) where try !isValid(member.value, schema) {
        return false
      }
    }
    return true
  }
}

extension JSON {
  fileprivate var type: JSONType {
    switch self {
    case .null: .null
    case .bool: .boolean
    case .number(let number): number.isInteger ? .integer : .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }
}

extension SchemaNode.NumberKeywords {
  fileprivate func holds(of number: ExactNumber) -> Bool {
    if let lower, number < lower.value || (lower.isExclusive && number == lower.value) { return false }
    if let upper, upper.value < number || (upper.isExclusive && number == upper.value) { return false }
    return divisors.allSatisfy { divisor in
      let scale = divisor.fractionDigits
      return divisor.scaled(by: scale).map { number.isMultiple(of: $0, scale: scale) } ?? false
    }
  }
}
