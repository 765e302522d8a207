/// Filters over the elements of a sequence.
enum SequenceFilters {
  static func apply(_ name: String, to value: Value, _ arguments: Arguments) throws(TemplateError) -> Value? {
    let heap = arguments.heap
    switch name {
    case "list": return .list(try value.elements(heap))
    case "first":
      if case .generator(let generator) = value { return generator.takeFirst() ?? heap.undefined("No first item.") }
      return try value.elements(heap).first ?? heap.undefined("No first item, sequence was empty.")
    case "last": return try value.elements(heap).last ?? heap.undefined("No last item, sequence was empty.")
    case "join": return try join(value, arguments)
    case "reverse": return try reversed(value, heap)
    case "sum": return try sum(value, arguments)
    case "sort": return heap.list(try sorted(try value.elements(heap), arguments, by: attribute(arguments, at: 2)))
    case "dictsort": return try sortedMembers(value, arguments)
    case "min", "max": return try extreme(value, arguments, isMin: name == "min")
    case "unique": return heap.generator(try unique(try value.elements(heap), arguments))
    case "batch": return heap.generator(try batches(value, arguments))
    case "slice": return heap.generator(try slices(value, arguments))
    case "groupby": return heap.list(try groups(value, arguments))
    default: return nil
    }
  }

  /// `attribute` among the arguments: a name, or several with dots between.
  static func attribute(_ arguments: Arguments, at index: Int) -> Value? {
    arguments.value(index, "attribute").flatMap { if case .none = $0 { nil } else { $0 } }
  }

  /// What `path` leads to from `value`; whole numbers in it are indices.
  static func lookUp(_ path: Value, in value: Value, _ heap: Heap) throws(TemplateError) -> Value {
    guard let names = path.text else { return try Members.plainItem(path, of: value, heap) }
    var value = value
    for name in names.split(separator: heap.text(".")) {
      value = try Members.plainItem(Int(name.string).map(Value.integer) ?? .string(name), of: value, heap)
    }
    return value
  }

  private static func key(
    _ value: Value, _ attribute: Value?, ignoresCase: Bool, _ heap: Heap
  ) throws(TemplateError) -> Value {
    let found = try attribute.map { (path) throws(TemplateError) in try lookUp(path, in: value, heap) } ?? value
    guard ignoresCase, let text = found.text else { return found }
    return heap.string(text.string.lowercased())
  }

  private static func join(_ value: Value, _ arguments: Arguments) throws(TemplateError) -> Value {
    let heap = arguments.heap
    let separator = arguments.value(0, "d")?.printed ?? ""
    let path = attribute(arguments, at: 1)
    var texts: [String] = []
    for element in try value.elements(heap) { texts.append(try key(element, path, ignoresCase: false, heap).printed) }
    return heap.string(texts.joined(separator: separator))
  }

  private static func reversed(_ value: Value, _ heap: Heap) throws(TemplateError) -> Value {
    if let text = value.text { return .string(heap.run(Array(text.characters.reversed().joined()))) }
    return heap.generator(try value.elements(heap).reversed())
  }

  private static func sum(_ value: Value, _ arguments: Arguments) throws(TemplateError) -> Value {
    let heap = arguments.heap
    var total = arguments.value(1, "start") ?? .integer(0)
    let path = attribute(arguments, at: 0)
    for element in try value.elements(heap) {
      total = try Arithmetic.apply(.add, total, try key(element, path, ignoresCase: false, heap), heap)
    }
    return total
  }

  private static func sorted(
    _ elements: Elements, _ arguments: Arguments, by path: Value?
  ) throws(TemplateError) -> [Value] {
    let heap = arguments.heap
    let isReversed = arguments.value(0, "reverse")?.isTrue ?? false
    let ignoresCase = !(arguments.value(1, "case_sensitive")?.isTrue ?? false)
    return try sorted(elements, isReversed) { (element) throws(TemplateError) in
      guard let path, let names = path.text else { return try key(element, path, ignoresCase: ignoresCase, heap) }
      var keys: [Value] = []
      for name in names.split(separator: heap.text(",")) {
        keys.append(try key(element, .string(name), ignoresCase: ignoresCase, heap))
      }
      return keys.count == 1 ? keys[0] : heap.tuple(keys)
    }
  }

  /// A stable sort, reversed too, as Python's is.
  private static func sorted(
    _ elements: some RandomAccessCollection<Value>, _ isReversed: Bool, key: (Value) throws(TemplateError) -> Value
  ) throws(TemplateError) -> [Value] {
    var keyed: [(key: Value, index: Int)] = []
    for (index, element) in elements.enumerated() { keyed.append((try key(element), index)) }
    var failure: TemplateError?
    keyed.sort { a, b in
      do throws(TemplateError) {
        if try a.key.isLess(than: b.key) { return !isReversed }
        return try b.key.isLess(than: a.key) ? isReversed : a.index < b.index
      } catch {
        failure = error
        return a.index < b.index
      }
    }
    if let failure { throw failure }
    let unsorted = Array(elements)
    return keyed.map { unsorted[$0.index] }
  }

  private static func sortedMembers(_ value: Value, _ arguments: Arguments) throws(TemplateError) -> Value {
    let heap = arguments.heap
    guard case .object(let object) = try value.defined() else { throw .type("dictsort needs a mapping") }
    let ignoresCase = !(arguments.value(0, "case_sensitive")?.isTrue ?? false)
    let index = arguments.value(1, "by")?.text?.string == "value" ? 1 : 0
    let pairs = heap.pairs(of: object)
    let sorted = try sorted(pairs, arguments.value(2, "reverse")?.isTrue ?? false) { (pair) throws(TemplateError) in
      try key(pair, .integer(index), ignoresCase: ignoresCase, heap)
    }
    return heap.list(sorted)
  }

  private static func extreme(_ value: Value, _ arguments: Arguments, isMin: Bool) throws(TemplateError) -> Value {
    let heap = arguments.heap
    let ignoresCase = !(arguments.value(0, "case_sensitive")?.isTrue ?? false)
    let path = attribute(arguments, at: 1)
    var best: (key: Value, value: Value)?
    for element in try value.elements(heap) {
      let key = try key(element, path, ignoresCase: ignoresCase, heap)
      guard let current = best else {
        best = (key, element)
        continue
      }
      let isBetter = isMin ? try key.isLess(than: current.key) : try current.key.isLess(than: key)
      if isBetter { best = (key, element) }
    }
    return best?.value ?? arguments.heap.undefined("No aggregated item, sequence was empty.")
  }

  private static func unique(_ elements: Elements, _ arguments: Arguments) throws(TemplateError) -> [Value] {
    let heap = arguments.heap
    let ignoresCase = !(arguments.value(0, "case_sensitive")?.isTrue ?? false)
    let path = attribute(arguments, at: 1)
    // Keyed by the printed form, which differs wherever the values do, so that this is linear.
    var seen: Set<String> = []
    var chosen: [Value] = []
    for element in elements {
      if seen.insert(try key(element, path, ignoresCase: ignoresCase, heap).representation).inserted {
        chosen.append(element)
      }
    }
    return chosen
  }

  private static func batches(_ value: Value, _ arguments: Arguments) throws(TemplateError) -> [Value] {
    let heap = arguments.heap
    guard let size = arguments.value(0, "linecount")?.whole, size > 0 else { throw .type("batch needs a size") }
    let elements = try value.elements(heap)
    return stride(from: 0, to: elements.count, by: size).map { start in
      let batch = Array(elements[start..<min(start + size, elements.count)])
      guard let filler = arguments.value(1, "fill_with"), batch.count < size else { return heap.list(batch) }
      return heap.list(batch + [Value](repeating: filler, count: min(size, elements.count) - batch.count))
    }
  }

  private static func slices(_ value: Value, _ arguments: Arguments) throws(TemplateError) -> [Value] {
    let heap = arguments.heap
    let elements = try value.elements(heap)
    guard let count = arguments.value(0, "slices")?.whole, (1...TemplateLimits.rangeCountMax).contains(count) else {
      throw .type("slice needs a count")
    }
    let (size, longer) = (elements.count / count, elements.count % count)
    var filling: [Value] = []
    if let value = arguments.value(1, "fill_with") { if case .none = value {} else { filling = [value] } }
    return (0..<count).map { index in
      let start = index * size + min(index, longer)
      let slice = Array(elements[start..<start + size + (index < longer ? 1 : 0)])
      return heap.list(index >= longer ? slice + filling : slice)
    }
  }

  /// The value with the keys of every mapping in it sorted.
  static func withSortedKeys(_ value: Value, _ heap: Heap) throws(TemplateError) -> Value {
    switch value {
    case .list(let elements):
      return heap.list(try elements.map { (e) throws(TemplateError) in try withSortedKeys(e, heap) })
    case .tuple(let elements):
      return heap.tuple(try elements.map { (e) throws(TemplateError) in try withSortedKeys(e, heap) })
    case .object(let object):
      let pairs = heap.pairs(of: object)
      let sorted = try sorted(pairs, false) { (pair) throws(TemplateError) in try pair.elements(heap)[0] }
      var members: [(key: Value, value: Value)] = []
      for pair in sorted {
        let elements = try pair.elements(heap)
        members.append((elements[0], try withSortedKeys(elements[1], heap)))
      }
      return .object(heap.object(members))
    default: return value
    }
  }

  private static func groups(_ value: Value, _ arguments: Arguments) throws(TemplateError) -> [Value] {
    let heap = arguments.heap
    guard let path = attribute(arguments, at: 0) else { throw .type("groupby needs an attribute") }
    let elements = try sorted(try value.elements(heap), false) { (element) throws(TemplateError) in
      try key(element, path, ignoresCase: true, heap)
    }
    var groups: [(key: Value, values: [Value])] = []
    for element in elements {
      let key = try key(element, path, ignoresCase: true, heap)
      if let last = groups.last, last.key.equals(key) {
        groups[groups.count - 1].values.append(element)
      } else {
        groups.append((key, [element]))
      }
    }
    return groups.map { heap.tuple([$0.key, heap.list($0.values)]) }
  }
}
