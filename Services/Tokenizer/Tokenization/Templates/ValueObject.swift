/// A mapping that keeps the order of insertion, as Python's does.
struct ValueObject {
  private(set) var members: [(key: Value, value: Value)] = []
  /// Where a text key is; other keys are looked for one by one.
  private var indexOfText: [String: Int] = [:]

  init(_ members: [(key: Value, value: Value)] = []) {
    for (key, value) in members { self[key] = value }
  }

  private func index(of key: Value) -> Int? {
    if case .string(let text) = key.plain { return indexOfText[text] }
    return members.firstIndex { $0.key.equals(key) }
  }

  subscript(key: Value) -> Value? {
    get { index(of: key).map { members[$0].value } }
    set {
      guard let newValue else { return }
      if let index = index(of: key) {
        members[index].value = newValue
      } else {
        if case .string(let text) = key.plain { indexOfText[text] = members.count }
        members.append((key, newValue))
      }
    }
  }
}
