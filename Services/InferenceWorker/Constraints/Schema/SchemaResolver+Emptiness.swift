/// Whether anything satisfies a conjunction, found without writing anything down.
extension SchemaResolver {
  /// True only where no value at all satisfies all of it: a schema that needs itself counts as satisfiable here.
  mutating func isEmpty(_ conjunction: Conjunction) throws(ConstraintError) -> Bool {
    if let known = emptiness[conjunction] { return known ?? false }
    // So deep down it counts as satisfiable.
    guard depth < Self.depthMax else { return false }
    depth += 1
    defer { depth -= 1 }
    emptiness[conjunction] = .some(nil)
    var isEmpty = true
    for own in try cases(of: conjunction) where isEmpty { isEmpty = try self.isEmpty(case: own) }
    emptiness[conjunction] = isEmpty
    return isEmpty
  }

  mutating func isEmpty(case own: Conjunction) throws(ConstraintError) -> Bool {
    guard work.take(own.nodes.count + 1) else {
      throw ConstraintError(.tooLarge, at: document[own.nodes.first ?? 0].place, "too much to tell apart")
    }
    for shape in try shapes(of: own, strict: true) where try !isEmpty(shape) { return false }
    return true
  }

  private mutating func isEmpty(_ shape: Shape) throws(ConstraintError) -> Bool {
    switch shape {
    case .values(let values): values.isEmpty
    case .null, .boolean: false
    case .number(let number): try NumberAutomaton(number, &work).isEmpty
    case .string(let string): try isEmpty(string)
    case .array(let array): try isEmpty(array)
    case .object(let object): try isEmpty(object)
    }
  }

  private mutating func isEmpty(_ string: StringShape) throws(ConstraintError) -> Bool {
    if let most = string.lengthMax, most < string.lengthMin { return true }
    return try string.isAnyText ? false : text(of: string).isEmpty
  }

  private mutating func isEmpty(_ array: ArrayShape) throws(ConstraintError) -> Bool {
    if let most = array.countMax, most < array.countMin { return true }
    for element in array.prefix.prefix(array.countMin) where try isEmpty(element) { return true }
    return array.countMin > array.prefix.count ? try isEmpty(array.items) : false
  }

  private mutating func isEmpty(_ object: ObjectShape) throws(ConstraintError) -> Bool {
    for property in object.properties where property.isRequired {
      if try isEmpty(property.value) { return true }
    }
    return false
  }
}
