/// The functions that every template can call.
enum Globals {
  typealias Call = (Arguments) throws(TemplateError) -> Value

  static func functions(now: CivilTime) -> [(name: String, call: Call)] {
    [
      ("range", range), ("dict", dict), ("namespace", namespace),
      (
        "raise_exception",
        { (arguments) throws(TemplateError) in throw .raised(arguments.value(0, "message")?.printed ?? "") }
      ),
      (
        "strftime_now",
        { (arguments) throws(TemplateError) in
          .string(try TimeFormat.format(now, arguments.value(0, "format")?.printed ?? ""))
        }
      ),
    ]
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
    return .list(stride(from: start, to: stop, by: step).map(Value.integer))
  }

  private static func dict(_ arguments: Arguments) throws(TemplateError) -> Value {
    var object = ValueObject()
    if case .object(let members)? = arguments.positional.first { object = members }
    for (name, value) in arguments.named { object[.string(name)] = value }
    return .object(object)
  }

  private static func namespace(_ arguments: Arguments) throws(TemplateError) -> Value {
    guard case .object(let object) = try dict(arguments) else { return .none }
    return .namespace(
      Namespace(Dictionary(object.members.map { ($0.key.printed, $0.value) }, uniquingKeysWith: { $1 })))
  }
}
