/// The functions that every template can call.
enum Globals: String {
  case range, dict, namespace
  case raiseException = "raise_exception"
  case strftimeNow = "strftime_now"

  func call(_ arguments: Arguments, now: CivilTime) throws(TemplateError) -> Value {
    switch self {
    case .range: return try Self.range(arguments)
    case .dict: return .object(Self.dict(arguments))
    case .namespace: return .namespace(Self.dict(arguments))
    case .raiseException: throw .raised(arguments.value(0, "message")?.printed ?? "")
    case .strftimeNow:
      return arguments.heap.string(try TimeFormat.format(now, arguments.value(0, "format")?.printed ?? ""))
    }
  }

  private static func range(_ arguments: Arguments) throws(TemplateError) -> Value {
    var bounds: [Int] = []
    for value in arguments.positional {
      guard let bound = try value.defined().whole else {
        throw .type("'\(value.kindName)' object cannot be interpreted as an integer")
      }
      bounds.append(bound)
    }
    guard (1...3).contains(bounds.count) else { throw .type("range expected 1 to 3 arguments") }
    let start = bounds.count > 1 ? bounds[0] : 0
    let stop = bounds.count > 1 ? bounds[1] : bounds[0]
    let step = bounds.count > 2 ? bounds[2] : 1
    guard step != 0 else { throw .type("range() arg 3 must not be zero") }
    guard (Double(stop) - Double(start)) / Double(step) <= Double(TemplateLimits.rangeCountMax) else {
      throw .limit("range over \(TemplateLimits.rangeCountMax) elements")
    }
    return arguments.heap.list(stride(from: start, to: stop, by: step).map(Value.integer))
  }

  /// A new mapping of the first argument's members and the named arguments.
  private static func dict(_ arguments: Arguments) -> ValueObject {
    let heap = arguments.heap
    let object = ValueObject(capacity: arguments.named.count, heap)
    if case .object(let given)? = arguments.positional.first {
      for member in given.members { object.set(member.key, to: member.value, heap) }
    }
    for (name, value) in arguments.named { object.set(heap.string(name), to: value, heap) }
    return object
  }
}
