extension TemplateCompiler {
  typealias Assignment = @Sendable (inout Renderer, Value) throws(TemplateError) -> Void

  func assignment(to target: AssignmentTarget) -> Assignment {
    switch target {
    case .name(let symbol):
      let id = symbol.id
      return { (r, value) throws(TemplateError) in r.scope.set(id, to: value) }
    case .tuple(let targets):
      let targets = targets.map { Target(assign: assignment(to: $0)) }
      return { (r, value) throws(TemplateError) in
        let elements = try value.defined().elements(r.heap)
        guard elements.count == targets.count else {
          throw .type("cannot unpack \(elements.count) values into \(targets.count) names")
        }
        for (index, target) in targets.enumerated() { try target.assign(&r, elements[index]) }
      }
    case .attribute(let symbol, let attribute):
      let (id, name) = (symbol.id, Value.string(heap.text(attribute)))
      return { (r, value) throws(TemplateError) in
        guard case .namespace(let namespace)? = r.scope[id] else {
          throw .type("cannot assign attribute on non-namespace object")
        }
        namespace.set(name, to: value, r.heap)
      }
    }
  }

  private struct Target: Sendable {
    let assign: Assignment
  }
}
