extension Renderer {
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
