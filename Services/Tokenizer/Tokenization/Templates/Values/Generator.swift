/// What `map`, `select` and their kin make: elements that can be gone through once, and neither counted nor indexed.
struct Generator: BitwiseCopyable {
  private let rest: Box<Elements>

  init(_ elements: Elements, _ heap: Heap) { rest = heap.box(elements) }

  static func === (left: Generator, right: Generator) -> Bool { left.rest === right.rest }

  /// The elements that are left, which then are gone.
  func take() -> Elements {
    defer { rest.content = Elements() }
    return rest.content
  }

  /// The next element.
  func takeFirst() -> Value? {
    guard let first = rest.content.first else { return nil }
    rest.content = rest.content[part: 1..<rest.content.count]
    return first
  }

  /// The elements that are left, for counting against limits only.
  var remaining: Elements { rest.content }
}
