/// What stands behind a dot or in brackets.
extension TemplateCompiler {
  /// What a name stands for that nothing has.
  func missing(_ symbol: TemplateSymbol) -> Value { heap.undefined("'\(symbol.name)' is undefined") }

  /// A member by name: of an object one that is there, without looking any further.
  func member(_ name: String, of base: TemplateExpression) -> Evaluation {
    let member = Member(name, heap)
    guard case .name(let symbol) = base else {
      let base = expression(base)
      return { (r) throws(TemplateError) in try member.value(of: try base(&r), r.heap) }
    }
    let (id, missing) = (symbol.id, missing(symbol))
    return { (r) throws(TemplateError) in
      try r.step()
      return try member.value(of: r.scope[id] ?? missing, r.heap)
    }
  }

  private struct Member: Sendable {
    private let name: Text
    private let loopAttribute: LoopAttribute?
    /// Nil where an object may have a method of that name.
    private let missing: Value?

    init(_ name: String, _ heap: Heap) {
      self.name = heap.text(name)
      loopAttribute = LoopAttribute(rawValue: name)
      let text = Value.string(self.name).representation
      missing = Methods.isName(name) ? nil : heap.undefined("'dict object' has no attribute \(text)")
    }

    @inline(__always)
    func value(of base: Value, _ heap: Heap) throws(TemplateError) -> Value {
      switch base {
      case .object(let object):
        if let value = object.value(of: name) ?? missing { return value }
      case .loop(let loop): if let loopAttribute { return loopAttribute.value(of: loop, heap) }
      case .namespace(let namespace): if let value = namespace.value(of: name) { return value }
      default: break
      }
      return try Members.item(.string(name), of: base, heap)
    }
  }

  func attribute(_ base: @escaping Evaluation, _ name: String) -> Evaluation {
    let name = heap.text(name)
    return { (r) throws(TemplateError) in try Members.attribute(name, of: try base(&r), r.heap) }
  }

  func item(_ base: @escaping Evaluation, _ key: @escaping Evaluation) -> Evaluation {
    { (r) throws(TemplateError) in
      let key = try key(&r)
      return try Members.item(key, of: try base(&r), r.heap)
    }
  }

  func slice(
    _ base: @escaping Evaluation, _ start: TemplateExpression?, _ stop: TemplateExpression?, _ step: TemplateExpression?
  ) -> Evaluation {
    let (start, stop, step) = (bound(start), bound(stop), bound(step))
    return { (r) throws(TemplateError) in
      let base = try base(&r)
      return try r.counted(
        try Members.slice(base, try start(&r), try stop(&r), try step(&r), r.heap))
    }
  }

  private func bound(
    _ written: TemplateExpression?
  ) -> @Sendable (inout Renderer) throws(TemplateError) -> Int? {
    guard let written else { return { (_) throws(TemplateError) in nil } }
    let value = expression(written)
    return { (r) throws(TemplateError) in
      let bound = try value(&r).defined()
      if case .none = bound { return nil }
      guard let index = bound.whole else { throw .type("slice indices must be integers or None") }
      return index
    }
  }
}
