/// A mapping that keeps the order of insertion, as Python's does. Copies are the same mapping.
struct ValueObject: BitwiseCopyable {
  struct Member {
    var key: Value
    var value: Value
  }

  private struct Body {
    var members: UnsafeMutablePointer<Member>
    var count = 0
    var capacity: Int
    /// Where text keys are, by their hash: each place counts from 1. Nil for few members.
    var places: UnsafeMutablePointer<UInt32>?
    var placeCount = 0
  }

  /// Members up to which a search one by one is faster than a table.
  private static let searchedCountMax = 8

  private let body: Box<Body>

  init(capacity: Int, _ heap: Heap) {
    let capacity = max(capacity, 2)
    body = heap.box(Body(members: heap.room(capacity, of: Member.self), capacity: capacity))
  }

  var members: Run<Member> { Run(UnsafeBufferPointer(start: body.content.members, count: body.content.count)) }
  var count: Int { body.content.count }

  static func === (left: ValueObject, right: ValueObject) -> Bool { left.body === right.body }

  private func index(of key: Value) -> Int? {
    if let text = key.text { return index(ofText: text) }
    return members.firstIndex { $0.key.equals(key) }
  }

  @inline(__always)
  private func index(ofText text: Text) -> Int? {
    if let places = body.content.places { return index(ofText: text, places) }
    for index in 0..<body.content.count {
      if let key = body.content.members[index].key.text, key.isSame(as: text) { return index }
    }
    return nil
  }

  private func index(ofText text: Text, _ places: UnsafeMutablePointer<UInt32>) -> Int? {
    let mask = body.content.placeCount - 1
    var slot = Self.hash(text) & mask
    while places[slot] > 0 {
      let index = Int(places[slot] - 1)
      if let key = members[index].key.text, key.isSame(as: text) { return index }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// FNV-1a, folded.
  private static func hash(_ text: Text) -> Int {
    let hash = text.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7fff_ffff)
  }

  /// The value of a text key.
  @inline(__always)
  func value(of text: Text) -> Value? { index(ofText: text).map { body.content.members[$0].value } }

  subscript(key: Value) -> Value? { index(of: key).map { members[$0].value } }

  func set(_ key: Value, to value: Value, _ heap: Heap) {
    if let index = index(of: key) {
      body.content.members[index].value = value
    } else {
      append(Member(key: key, value: value), heap)
    }
  }

  private func append(_ member: Member, _ heap: Heap) {
    let count = body.content.count
    if count == body.content.capacity { grow(heap) }
    (body.content.members + count).initialize(to: member)
    body.content.count = count + 1
    if body.content.places != nil { note(count) }
    if body.content.placeCount < (count + 1) * 2, count >= Self.searchedCountMax { index(heap) }
  }

  private func grow(_ heap: Heap) {
    let capacity = body.content.capacity * 2
    let members = heap.room(capacity, of: Member.self)
    members.initialize(from: body.content.members, count: body.content.count)
    (body.content.members, body.content.capacity) = (members, capacity)
  }

  /// Makes a table of places, of four for each member, so that it serves until there are twice as many.
  private func index(_ heap: Heap) {
    let placeCount = 1 << (Int.bitWidth - (body.content.count * 4 - 1).leadingZeroBitCount)
    let places = heap.room(placeCount, of: UInt32.self)
    places.initialize(repeating: 0, count: placeCount)
    (body.content.places, body.content.placeCount) = (places, placeCount)
    for index in 0..<body.content.count { note(index) }
  }

  private func note(_ index: Int) {
    guard let places = body.content.places, let text = members[index].key.text else { return }
    let mask = body.content.placeCount - 1
    var slot = Self.hash(text) & mask
    while places[slot] > 0 { slot = (slot + 1) & mask }
    places[slot] = UInt32(index + 1)
  }
}
