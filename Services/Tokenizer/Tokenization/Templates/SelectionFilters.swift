/// `map`, `select`, `reject` and their kin, which apply another filter or a test to each element.
enum SelectionFilters {
  static func apply(
    _ name: String, to value: Value, _ arguments: Arguments, _ renderer: inout Renderer
  ) throws(TemplateError) -> Value? {
    guard names.contains(name) else { return nil }
    return arguments.heap.generator(value.isTrue ? try selected(name, value, arguments, &renderer) : [])
  }

  private static let names: Set<String> = ["map", "select", "reject", "selectattr", "rejectattr"]

  private static func selected(
    _ name: String, _ value: Value, _ arguments: Arguments, _ renderer: inout Renderer
  ) throws(TemplateError) -> [Value] {
    switch name {
    case "map": return try map(value, arguments, &renderer)
    case "select", "reject":
      return try value.elements(arguments.heap).chosen { (element) throws(TemplateError) in
        try holds(arguments, element) == (name == "select")
      }
    default:
      guard let path = arguments.value(0, "attribute") else { throw .type("\(name) needs an attribute") }
      return try value.elements(arguments.heap).chosen { (element) throws(TemplateError) in
        let found = try SequenceFilters.lookUp(path, in: element, arguments.heap)
        return try holds(arguments.dropFirst(), found) == (name == "selectattr")
      }
    }
  }

  /// The test named by the first argument, with the others; truth if there is none.
  private static func holds(_ arguments: Arguments, _ value: Value) throws(TemplateError) -> Bool {
    guard let test = arguments.positional.first else { return value.isTrue }
    return try Tests.holds(test.printed, value, arguments.dropFirst())
  }

  private static func map(_ value: Value, _ arguments: Arguments, _ renderer: inout Renderer) throws(TemplateError)
    -> [Value]
  {
    var mapped: [Value] = []
    let path = arguments.named.last { $0.name == "attribute" }?.value
    let fallback = arguments.named.last { $0.name == "default" }?.value
    for element in try value.elements(arguments.heap) {
      try renderer.step()
      if let path {
        let found = try SequenceFilters.lookUp(path, in: element, arguments.heap)
        mapped.append(found.isUndefined ? fallback ?? found : found)
      } else {
        guard let filter = arguments.positional.first else { throw .type("map requires a filter argument") }
        mapped.append(try Filters.apply(filter.printed, to: element, arguments.dropFirst(), &renderer))
      }
    }
    return mapped
  }
}

extension Run<Value> {
  /// The elements for which `holds` is true.
  fileprivate func chosen(_ holds: (Value) throws(TemplateError) -> Bool) throws(TemplateError) -> [Value] {
    var chosen: [Value] = []
    for element in self where try holds(element) { chosen.append(element) }
    return chosen
  }
}
