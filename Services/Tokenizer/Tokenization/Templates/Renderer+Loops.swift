extension Renderer {
  func renderLoop(_ definition: LoopDefinition) throws(TemplateError) -> Flow {
    try renderLoop(definition, over: try evaluate(definition.items), depth: 0)
    return .next
  }

  private func renderLoop(_ definition: LoopDefinition, over items: Value, depth: Int) throws(TemplateError) {
    let items = try chosen(try items.elements(), definition)
    if items.isEmpty {
      return _ = try scoped(Scope(in: scope)) { () throws(TemplateError) in try render(definition.otherwise) }
    }
    let state = LoopState(items: items, depth: depth, recurse: recursion(definition, depth))
    let outer = scope
    var inner = Scope(in: outer)
    defer { scope = outer }
    for index in items.indices {
      try step()
      state.index = index
      scope = inner
      inner[TemplateSymbols.loop] = .loop(state)
      try assign(items[index], to: definition.target)
      if try render(definition.body) == .breakLoop { return }
      scope = outer
      // A macro that the body defined keeps the scope of its turn.
      if isKnownUniquelyReferenced(&inner) { inner.clear() } else { inner = Scope(in: outer) }
    }
  }

  /// The items for which the loop's condition holds.
  private func chosen(_ items: [Value], _ definition: LoopDefinition) throws(TemplateError) -> [Value] {
    guard let condition = definition.condition else { return items }
    var chosen: [Value] = []
    for item in items {
      let holds = try scoped(Scope(in: scope)) { () throws(TemplateError) in
        try assign(item, to: definition.target)
        return try evaluate(condition).isTrue
      }
      if holds { chosen.append(item) }
    }
    return chosen
  }

  private func recursion(
    _ definition: LoopDefinition, _ depth: Int
  ) -> ((Value) throws(TemplateError) -> Value)? {
    guard definition.isRecursive else { return nil }
    let outer = scope
    return { [unowned self] (items) throws(TemplateError) in
      try enterCall()
      defer { callDepth -= 1 }
      return .string(
        try captured { () throws(TemplateError) in
          try scoped(outer) { () throws(TemplateError) in try renderLoop(definition, over: items, depth: depth + 1) }
        })
    }
  }

  /// The attributes of the variable `loop`.
  static func attribute(_ name: String, of loop: LoopState) -> Value? {
    let count = loop.items.count
    switch name {
    case "index": return .integer(loop.index + 1)
    case "index0": return .integer(loop.index)
    case "revindex": return .integer(count - loop.index)
    case "revindex0": return .integer(count - loop.index - 1)
    case "first": return .bool(loop.index == 0)
    case "last": return .bool(loop.index == count - 1)
    case "length": return .integer(count)
    case "depth": return .integer(loop.depth + 1)
    case "depth0": return .integer(loop.depth)
    case "previtem": return loop.index > 0 ? loop.items[loop.index - 1] : .undefined("there is no previous item")
    case "nextitem": return loop.index + 1 < count ? loop.items[loop.index + 1] : .undefined("there is no next item")
    case "cycle": return .function(Function(name: name) { (arguments) throws(TemplateError) in cycle(loop, arguments) })
    case "changed":
      return .function(Function(name: name) { (arguments) throws(TemplateError) in changed(loop, arguments) })
    default: return nil
    }
  }

  private static func cycle(_ loop: LoopState, _ arguments: Arguments) -> Value {
    let values = arguments.positional
    return values.isEmpty ? .undefined("no items for cycling given") : values[loop.index % values.count]
  }

  private static func changed(_ loop: LoopState, _ arguments: Arguments) -> Value {
    let values = arguments.positional
    let isSame = loop.lastChanged.map { Value.list($0).equals(.list(values)) } ?? false
    loop.lastChanged = values
    return .bool(!isSame)
  }
}
