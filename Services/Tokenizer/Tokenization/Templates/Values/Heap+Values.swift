/// Values made from Swift's.
extension Heap {
  func string(_ text: String) -> Value { .string(self.text(text)) }
  func markup(_ text: String) -> Value { .markup(self.text(text)) }
  func undefined(_ what: String) -> Value { .undefined(text(what)) }
  func list(_ elements: some Collection<Value>) -> Value { .list(run(elements)) }
  func tuple(_ elements: some Collection<Value>) -> Value { .tuple(run(elements)) }
  func generator(_ elements: some Collection<Value>) -> Value { .generator(Generator(run(elements), self)) }

  func object(_ members: some Collection<(key: Value, value: Value)>) -> ValueObject {
    let object = ValueObject(capacity: members.count, self)
    for (key, value) in members { object.set(key, to: value, self) }
    return object
  }

  /// The members, each as a pair of key and value.
  func pairs(of object: ValueObject) -> [Value] { object.members.map { tuple([$0.key, $0.value]) } }

  func value(_ json: JSONValue) -> Value {
    switch json {
    case .null: .none
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .string(let value): string(value)
    case .array(let elements): .list(list(elements))
    case .object(let members): .object(object(members))
    }
  }

  private func list(_ elements: [JSONValue]) -> Elements {
    let room = room(elements.count, of: Value.self)
    for index in elements.indices { (room + index).initialize(to: value(elements[index])) }
    return Elements(UnsafeBufferPointer(start: room, count: elements.count))
  }

  private func object(_ members: [JSONValue.Member]) -> ValueObject {
    let object = ValueObject(capacity: members.count, self)
    for member in members { object.set(string(member.key), to: value(member.value), self) }
    return object
  }
}
