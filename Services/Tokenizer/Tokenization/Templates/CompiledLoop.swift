extension TemplateCompiler {
  func loop(_ definition: LoopDefinition) -> Execution {
    let items = expression(definition.items)
    let loop = CompiledLoop(definition, self)
    return { (r) throws(TemplateError) in
      try r.step()
      try loop.render(over: try items(&r), depth: 0, &r)
      return .next
    }
  }
}

/// `for target in items if condition` … `else` …, compiled.
final class CompiledLoop: Sendable {
  private let assign: TemplateCompiler.Assignment
  private let condition: Condition?
  private let isRecursive: Bool
  private let body: Renderer.Execution
  private let depth: Int
  private let otherwise: Renderer.Execution

  private struct Condition: Sendable {
    let holds: TemplateCompiler.Condition
  }

  init(_ definition: LoopDefinition, _ compiler: TemplateCompiler) {
    assign = compiler.assignment(to: definition.target)
    condition = definition.condition.map { Condition(holds: compiler.condition($0)) }
    isRecursive = definition.isRecursive
    (body, depth) = compiler.measured { compiler.body(definition.body) }
    otherwise = compiler.body(definition.otherwise)
  }

  func render(over items: Value, depth: Int, _ r: inout Renderer) throws(TemplateError) {
    let items = try chosen(try items.elements(r.heap), &r)
    if items.isEmpty {
      return _ = try r.scoped(in: r.scope) { (r) throws(TemplateError) in try otherwise(&r) }
    }
    let outer = r.scope
    let state = LoopState(items, depth: depth, recursion(outer), r.heap)
    var inner = r.heap.scope(in: outer)
    defer {
      r.scope = outer
      r.heap.takeBack(inner)
    }
    for index in 0..<items.count {
      try r.step()
      try r.checkHeap()
      state.index = index
      r.scope = inner
      inner.set(TemplateSymbols.loop, to: .loop(state))
      try assign(&r, items[index])
      if try body(&r) == .breakLoop { return }
      // A macro that the body defined keeps the scope of its turn.
      if inner.isKept { inner = r.heap.scope(in: outer) } else { inner.reset(in: outer) }
    }
  }

  /// The items for which the loop's condition holds.
  private func chosen(_ items: Elements, _ r: inout Renderer) throws(TemplateError) -> Elements {
    guard let condition else { return items }
    var chosen: [Value] = []
    for item in items {
      let holds = try r.scoped(in: r.scope) { (r) throws(TemplateError) in
        try assign(&r, item)
        return try condition.holds(&r)
      }
      if holds { chosen.append(item) }
    }
    return r.heap.run(chosen)
  }

  private func recursion(_ outer: Scope) -> LoopState.Recursion? {
    guard isRecursive else { return nil }
    outer.keep()
    return LoopState.Recursion(loop: .passUnretained(self), outer: outer)
  }

  /// What the loop renders over other items, called from inside it.
  func call(_ items: Value, from loop: LoopState, in outer: Scope, _ r: inout Renderer) throws(TemplateError) -> Value {
    try r.enterCall(depth)
    defer { r.leaveCall(depth) }
    let inside = r.scope
    defer { r.scope = inside }
    r.scope = outer
    return try r.captured { (r) throws(TemplateError) in try render(over: items, depth: loop.depth + 1, &r) }
  }
}
