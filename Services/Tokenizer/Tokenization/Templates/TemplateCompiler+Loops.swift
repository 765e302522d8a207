extension TemplateCompiler {
  static func loop(_ definition: LoopDefinition) -> Execution {
    let items = expression(definition.items)
    let loop = CompiledLoop(definition)
    return { (r) throws(TemplateError) in
      try loop.render(over: try items(&r), depth: 0, &r)
      return .next
    }
  }
}

/// `for target in items if condition` … `else` …, compiled.
private struct CompiledLoop: Sendable {
  private let target: AssignmentTarget
  private let condition: TemplateCompiler.Condition?
  private let isRecursive: Bool
  private let body: Renderer.Execution
  private let otherwise: Renderer.Execution

  init(_ definition: LoopDefinition) {
    target = definition.target
    condition = definition.condition.map(TemplateCompiler.condition)
    isRecursive = definition.isRecursive
    body = TemplateCompiler.body(definition.body)
    otherwise = TemplateCompiler.body(definition.otherwise)
  }

  func render(over items: Value, depth: Int, _ r: inout Renderer) throws(TemplateError) {
    let items = try chosen(try items.elements(), &r)
    if items.isEmpty {
      return _ = try r.scoped(Scope(in: r.scope)) { (r) throws(TemplateError) in try otherwise(&r) }
    }
    let outer = r.scope
    let state = LoopState(items: items, depth: depth, recurse: recursion(outer, depth))
    var inner = Scope(in: outer)
    defer { r.scope = outer }
    for index in items.indices {
      try r.step()
      state.index = index
      r.scope = inner
      inner[TemplateSymbols.loop] = .loop(state)
      try r.assign(items[index], to: target)
      if try body(&r) == .breakLoop { return }
      r.scope = outer
      // A macro that the body defined keeps the scope of its turn.
      if isKnownUniquelyReferenced(&inner) { inner.clear() } else { inner = Scope(in: outer) }
    }
  }

  /// The items for which the loop's condition holds.
  private func chosen(_ items: [Value], _ r: inout Renderer) throws(TemplateError) -> [Value] {
    guard let condition else { return items }
    var chosen: [Value] = []
    for item in items {
      let holds = try r.scoped(Scope(in: r.scope)) { (r) throws(TemplateError) in
        try r.assign(item, to: target)
        return try condition(&r)
      }
      if holds { chosen.append(item) }
    }
    return chosen
  }

  private func recursion(_ outer: Scope, _ depth: Int) -> LoopState.Recursion? {
    guard isRecursive else { return nil }
    return { (items, r) throws(TemplateError) in
      try r.enterCall()
      defer { r.leaveCall() }
      return .string(
        try r.captured { (r) throws(TemplateError) in
          try r.scoped(outer) { (r) throws(TemplateError) in try render(over: items, depth: depth + 1, &r) }
        })
    }
  }
}
