/// A mapping that keeps the order of insertion, as Python's does.
struct ValueObject {
  /// Members up to which a search one by one is faster than a table.
  private static let searchedCountMax = 8

  private(set) var members: [(key: Value, value: Value)] = []
  /// Where text keys are, by their bytes; nil for few members.
  private var indexOfText: [[UInt8]: Int]?

  init(_ members: [(key: Value, value: Value)] = []) {
    for (key, value) in members { self[key] = value }
  }

  init(_ json: [JSONValue.Member]) {
    members.reserveCapacity(json.count)
    for member in json { self[.string(member.key)] = Value(member.value) }
  }

  private func index(of key: Value) -> Int? {
    if case .string(let text) = key.plain { return index(ofText: text) }
    return members.firstIndex { $0.key.equals(key) }
  }

  private func index(ofText text: String) -> Int? {
    if let indexOfText { return indexOfText[Array(text.utf8)] }
    for index in members.indices {
      switch members[index].key {
      case .string(let key), .markup(let key): if key.isSame(as: text) { return index }
      default: continue
      }
    }
    return nil
  }

  /// The value of a text key.
  func value(of text: String) -> Value? { index(ofText: text).map { members[$0].value } }

  /// Runs `body` with the value of a text key where it lies; nil where there is none.
  func withValue<Result>(of text: String, _ body: (Value) -> Result) -> Result? {
    index(ofText: text).map { body(members[$0].value) }
  }

  subscript(key: Value) -> Value? {
    get { index(of: key).map { members[$0].value } }
    set {
      guard let newValue else { return }
      if let index = index(of: key) {
        members[index].value = newValue
        return
      }
      members.append((key, newValue))
      if indexOfText != nil {
        note(members.count - 1)
      } else if members.count > Self.searchedCountMax {
        indexOfText = [:]
        for index in members.indices { note(index) }
      }
    }
  }

  private mutating func note(_ index: Int) {
    if case .string(let text) = members[index].key.plain { indexOfText?[Array(text.utf8)] = index }
  }
}

extension String {
  /// Python's `==`: the same scalars. Swift's calls canonically equivalent texts equal.
  func isSame(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let isSame = utf8.withContiguousStorageIfAvailable { own in
      other.utf8.withContiguousStorageIfAvailable { other in
        for index in own.indices where own[index] != other[index] { return false }
        return true
      }
    }
    return isSame.flatMap { $0 } ?? utf8.elementsEqual(other.utf8)
  }
}
