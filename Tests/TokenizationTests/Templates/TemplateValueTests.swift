import TestSupport
import Testing

@testable import Tokenization

/// Values in a heap are what Swift's own would be.
@Suite struct TemplateValueTests {
  /// Few members are searched one by one, many by a table that grows.
  @Test(arguments: [1, 8, 9, 40, 3_000])
  func objectsKeepOrderAndTheLastValue(_ keyCount: Int) {
    let owner = HeapOwner()
    defer { withExtendedLifetime(owner) {} }
    let object = ValueObject(capacity: 0, owner.heap)
    var random = SeededGenerator(seed: UInt64(keyCount))
    var expected: [(key: String, value: Int)] = []
    var places: [String: Int] = [:]
    for value in 0..<keyCount * 2 {
      let key = "key \(Int.random(in: 0..<keyCount, using: &random))"
      object.set(owner.heap.string(key), to: .integer(value), owner.heap)
      if let place = places[key] {
        expected[place].value = value
      } else {
        places[key] = expected.count
        expected.append((key, value))
      }
    }
    #expect(object.members.map(\.key.printed) == expected.map(\.key))
    #expect(object.members.map(\.value.whole) == expected.map(\.value))
    for (key, value) in expected { #expect(object.value(of: owner.heap.text(key))?.whole == value) }
    #expect(object.value(of: owner.heap.text("none")) == nil)
  }

  @Test func keysThatPythonCallsEqualAreOne() {
    let owner = HeapOwner()
    defer { withExtendedLifetime(owner) {} }
    let object = ValueObject(capacity: 0, owner.heap)
    for (value, key) in [Value.integer(1), .bool(true), .number(1), .none, .none].enumerated() {
      object.set(key, to: .integer(value), owner.heap)
    }
    #expect(object.members.map(\.value.whole) == [2, 4])
  }

  /// Searching, cutting and stripping look at bytes; scalars say the same.
  @Test func textsEqualTheirScalars() {
    let owner = HeapOwner()
    defer { withExtendedLifetime(owner) {} }
    var random = SeededGenerator(seed: 11)
    let alphabet: [Unicode.Scalar] = ["a", "b", " ", "\n", "é", "\u{a0}", "\u{1c}", "中", "🙂"]
    func word(_ countMax: Int) -> [Unicode.Scalar] {
      (0..<Int.random(in: 0...countMax, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" }
    }
    for _ in 0..<2_000 {
      let (whole, part) = (ScalarText(word(20)), ScalarText(word(2)))
      let (text, needle) = (owner.heap.text(whole.string), owner.heap.text(part.string))
      #expect(text.characters.map(\.string) == whole.scalars.map { String($0) })
      #expect(text.scalarCount == whole.scalars.count)
      #expect((text.range(of: needle) == nil) == (whole.range(of: part) == nil))
      #expect((text.lastRange(of: needle) == nil) == (whole.lastRange(of: part) == nil))
      #expect(text.starts(with: needle) == whole.scalars.starts(with: part.scalars))
      let start = Array(whole.scalars.drop(while: ScalarText.isSpace))
      #expect(text.stripped(nil, end: false).string == ScalarText(start).string)
      let end = Array(whole.scalars.reversed().drop(while: part.scalars.contains).reversed())
      #expect(text.stripped(needle, start: false).string == ScalarText(end).string)
      if part.isEmpty { continue }
      #expect(text.split(separator: needle).map(\.string) == whole.split(separator: part).map(\.string))
    }
  }

  @Test func scopesLookOutside() {
    let owner = HeapOwner()
    defer { withExtendedLifetime(owner) {} }
    let outer = owner.heap.scope(in: nil)
    for id in 0..<100 { outer.set(id, to: .integer(id)) }
    let inner = owner.heap.scope(in: outer)
    inner.set(64, to: .integer(-1))
    #expect((0...100).map { inner[$0]?.whole } == (0..<100).map { $0 == 64 ? -1 : $0 } + [nil])
    #expect(outer[64]?.whole == 64)
  }

  /// A block's scope is used again, unless a macro still refers to it.
  @Test(arguments: [false, true])
  func scopesAreTakenBack(_ isKept: Bool) {
    let owner = HeapOwner()
    defer { withExtendedLifetime(owner) {} }
    let scope = owner.heap.scope(in: nil)
    scope.set(3, to: .integer(7))
    if isKept { scope.keep() }
    owner.heap.takeBack(scope)
    owner.heap.scope(in: nil).set(3, to: .integer(8))
    #expect(scope[3]?.whole == (isKept ? 7 : 8))
  }
}
