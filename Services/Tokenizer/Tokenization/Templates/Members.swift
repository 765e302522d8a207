/// Members of values, as Jinja looks them up.
enum Members {
  /// `base.name`: a method first, then a member.
  static func attribute(_ name: Text, of base: Value, _ heap: Heap) throws(TemplateError) -> Value {
    if let method = Methods.method(name, of: try base.defined(), heap) { return method }
    return try plainItem(.string(name), of: base, heap)
  }

  /// `base[key]`: a member first, then a method.
  static func item(_ key: Value, of base: Value, _ heap: Heap) throws(TemplateError) -> Value {
    let base = try base.defined()
    if let member = member(key, of: base, heap) { return member }
    if let name = key.text, let method = Methods.method(name, of: base, heap) { return method }
    return heap.undefined(missing(key, of: base))
  }

  /// A member without methods, as filters look up attributes by name.
  static func plainItem(_ key: Value, of base: Value, _ heap: Heap) throws(TemplateError) -> Value {
    member(key, of: try base.defined(), heap) ?? heap.undefined(missing(key, of: base))
  }

  private static func missing(_ key: Value, of base: Value) -> String {
    if case .integer(let index) = key { return "\(base.kindName) object has no element \(index)" }
    return "'\(base.kindName) object' has no attribute \(key.representation)"
  }

  private static func member(_ key: Value, of base: Value, _ heap: Heap) -> Value? {
    switch base {
    case .object(let object): return object[key]
    case .namespace(let namespace): return key.text.flatMap(namespace.value)
    case .loop(let loop):
      return key.text.flatMap { LoopAttribute(rawValue: $0.string) }.map { $0.value(of: loop, heap) }
    case .function(let function): return key.text.flatMap { member($0.string, of: function, heap) }
    case .list(let elements), .tuple(let elements): return key.whole.flatMap { element($0, of: elements) }
    case .string(let text), .markup(let text):
      return key.whole.flatMap { element($0, of: text.characters).map(Value.string) }
    default: return nil
    }
  }

  private static func member(_ name: String, of function: Function, _ heap: Heap) -> Value? {
    guard let parameters = function.parameters else { return nil }
    switch name {
    case "name": return heap.string(function.name)
    case "arguments": return heap.tuple(parameters.map(heap.string))
    default: return nil
    }
  }

  private static func element<Elements: RandomAccessCollection>(
    _ index: Int, of elements: Elements
  ) -> Elements.Element? where Elements.Index == Int {
    let place = index < 0 ? index &+ elements.count : index
    return elements.indices.contains(place) ? elements[place] : nil
  }

  static func slice(
    _ base: Value, _ start: Int?, _ stop: Int?, _ step: Int?, _ heap: Heap
  ) throws(TemplateError) -> Value {
    let step = step ?? 1
    guard step != 0 else { throw .type("slice step cannot be zero") }
    switch try base.defined() {
    case .list(let elements): return .list(slice(elements, start, stop, step, heap))
    case .tuple(let elements): return .tuple(slice(elements, start, stop, step, heap))
    case .string(let text), .markup(let text):
      let characters = text.characters
      let chosen = SliceIndices.of(characters.count, start, stop, step).lazy.map { characters[$0] }
      return .string(heap.run(Array(chosen.joined())))
    default: throw .type("'\(base.kindName)' object is not subscriptable")
    }
  }

  private static func slice(_ elements: Elements, _ start: Int?, _ stop: Int?, _ step: Int, _ heap: Heap) -> Elements {
    if let range = SliceIndices.range(elements.count, start, stop, step) { return elements[part: range] }
    return heap.run(SliceIndices.of(elements.count, start, stop, step).map { elements[$0] })
  }
}
