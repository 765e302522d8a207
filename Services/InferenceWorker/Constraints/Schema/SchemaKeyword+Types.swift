/// Keywords that speak of values of one type.
extension SchemaKeyword {
  func readString(_ node: inout SchemaNode) throws(ConstraintError) {
    switch name {
    case "minLength": node.string.lengthMin = try count()
    case "maxLength": node.string.lengthMax = try count()
    case "pattern": node.string.patterns.append(try string())
    default: return try readFormat(&node)
    }
    node.spokenTypes.insert(.string)
  }

  private func readFormat(_ node: inout SchemaNode) throws(ConstraintError) {
    let format = try string()
    switch format {
    // OpenAPI's integers.
    case "int32", "int64":
      node.number.restrict(from: format == "int32" ? -1 << 31 : .min, to: format == "int32" ? 1 << 31 - 1 : .max)
      node.spokenTypes.formUnion([.number, .integer])
    default:
      guard let pattern = Formats.pattern(of: format) else {
        throw unsupported("is one of \(Formats.names)")
      }
      node.string.patterns.append(pattern)
      node.spokenTypes.insert(.string)
    }
  }

  func readNumber(_ node: inout SchemaNode) throws(ConstraintError) {
    let number = try number()
    guard number.fractionDigits <= ConstraintLimits.fractionDigitsMax else {
      throw unsupported("has more than \(ConstraintLimits.fractionDigitsMax) digits after the point")
    }
    switch name {
    case "minimum": node.number.raise(to: .init(value: number, isExclusive: false))
    case "exclusiveMinimum": node.number.raise(to: .init(value: number, isExclusive: true))
    case "maximum": node.number.lower(to: .init(value: number, isExclusive: false))
    case "exclusiveMaximum": node.number.lower(to: .init(value: number, isExclusive: true))
    default:
      guard !number.isZero, !number.isNegative else { throw malformed("is above 0") }
      node.number.divisors.append(number)
    }
    node.spokenTypes.formUnion([.number, .integer])
  }

  func readArray(_ node: inout SchemaNode, _ reader: inout SchemaReader) throws(ConstraintError) {
    switch name {
    case "items":
      if case .array = value { throw unsupported("is a schema; lists of schemas are \"prefixItems\"") }
      node.array.items = try reader.number(of: place.pointing(to: name), value)
    case "prefixItems": node.array.prefix = try schemas(&reader)
    case "minItems": node.array.countMin = try count()
    case "maxItems": node.array.countMax = try count()
    default: node.array.isUnique = try boolean()
    }
    node.spokenTypes.insert(.array)
  }

  func readObject(_ node: inout SchemaNode, _ reader: inout SchemaReader) throws(ConstraintError) {
    switch name {
    case "properties": node.object.properties = try named(&reader).map { (name: $0.0, schema: $0.1) }
    case "patternProperties": node.object.patterns = try named(&reader).map { (pattern: $0.0, schema: $0.1) }
    case "additionalProperties": node.object.additional = try reader.number(of: place.pointing(to: name), value)
    case "propertyNames": node.object.names = try reader.number(of: place.pointing(to: name), value)
    case "required":
      for name in try list() {
        guard case .string(let text) = name else { throw malformed("is a list of names") }
        node.object.required.append(text)
      }
    case "minProperties": node.object.countMin = try count()
    default: node.object.countMax = try count()
    }
    node.spokenTypes.insert(.object)
  }

  private func named(_ reader: inout SchemaReader) throws(ConstraintError) -> [(String, SchemaNode.ID)] {
    let own = place.pointing(to: name)
    var found: [(String, SchemaNode.ID)] = []
    for member in try members() {
      found.append((member.name, try reader.number(of: own.pointing(to: member.name), member.value)))
    }
    return found
  }
}

extension SchemaNode.NumberKeywords {
  mutating func raise(to bound: Bound) {
    guard let known = lower else { return lower = bound }
    if bound.value > known.value || (bound.value == known.value && bound.isExclusive) { lower = bound }
  }

  mutating func lower(to bound: Bound) {
    guard let known = upper else { return upper = bound }
    if bound.value < known.value || (bound.value == known.value && bound.isExclusive) { upper = bound }
  }

  mutating func restrict(from least: Int, to most: Int) {
    raise(to: .init(value: ExactNumber(least), isExclusive: false))
    lower(to: .init(value: ExactNumber(most), isExclusive: false))
  }

  /// What holds when both hold.
  func merged(with other: Self) -> Self {
    var both = self
    other.lower.map { both.raise(to: $0) }
    other.upper.map { both.lower(to: $0) }
    both.divisors += other.divisors.filter { !divisors.contains($0) }
    return both
  }
}
