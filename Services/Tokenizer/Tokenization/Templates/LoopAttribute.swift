/// The attributes of the variable `loop`.
enum LoopAttribute: String {
  case index, index0, revindex, revindex0, first, last, length, depth, depth0, previtem, nextitem, cycle, changed

  @inline(__always)
  func value(of loop: LoopState, _ heap: Heap) -> Value {
    switch self {
    case .index: .integer(loop.index + 1)
    case .index0: .integer(loop.index)
    case .first: .bool(loop.index == 0)
    case .last: .bool(loop.index == loop.items.count - 1)
    case .length: .integer(loop.items.count)
    default: rareValue(of: loop, heap)
    }
  }

  private func rareValue(of loop: LoopState, _ heap: Heap) -> Value {
    switch self {
    case .revindex: .integer(loop.items.count - loop.index)
    case .revindex0: .integer(loop.items.count - loop.index - 1)
    case .depth: .integer(loop.depth + 1)
    case .depth0: .integer(loop.depth)
    case .previtem: loop.index > 0 ? loop.items[loop.index - 1] : heap.undefined("there is no previous item")
    case .nextitem:
      loop.index + 1 < loop.items.count ? loop.items[loop.index + 1] : heap.undefined("there is no next item")
    case .cycle: .function(.cycle(loop))
    case .changed: .function(.changed(loop))
    case .index, .index0, .first, .last, .length: value(of: loop, heap)
    }
  }
}

extension LoopState {
  func cycle(_ arguments: Arguments) -> Value {
    let values = arguments.positional
    return values.isEmpty ? arguments.heap.undefined("no items for cycling given") : values[index % values.count]
  }

  /// Whether the arguments are others than those of the last call.
  func isChanged(_ arguments: Arguments) -> Bool {
    let values = arguments.heap.run(arguments.positional)
    let isSame = lastChanged.map { Value.list($0).equals(.list(values)) } ?? false
    lastChanged = values
    return !isSame
  }
}
