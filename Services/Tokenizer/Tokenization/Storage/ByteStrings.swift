/// Byte strings by number, one after the other in one arena.
struct ByteStrings: Sendable {
  /// Bytes of all together: places have 31 bits, and one to tell an absent string from an empty one.
  static let byteCountMax = 1 << 30
  private static let isAbsent: UInt32 = 1 << 31

  let arena: FlatTable<UInt8>
  /// Where each begins, and where the last ends.
  let starts: FlatTable<UInt32>

  init(arena: FlatTable<UInt8>, starts: FlatTable<UInt32>) {
    self.arena = arena
    self.starts = starts
  }

  /// - Throws: ``TokenizerError/limit(_:)``.
  init(_ strings: [[UInt8]?]) throws(TokenizerError) {
    let byteCount = strings.reduce(0) { $0 + ($1?.count ?? 0) }
    guard byteCount <= Self.byteCountMax else { throw .limit("tokens of more than 1 GiB") }
    var place: UInt32 = 0
    var starts: [UInt32] = []
    starts.reserveCapacity(strings.count + 1)
    for string in strings {
      starts.append(place | (string == nil ? Self.isAbsent : 0))
      place += UInt32(string?.count ?? 0)
    }
    arena = FlatTable(capacity: byteCount) { bytes in
      var place = 0
      for string in strings {
        guard let string else { continue }
        for byte in string {
          bytes[place] = byte
          place += 1
        }
      }
      return place
    }
    self.starts = FlatTable(starts + [place])
  }

  /// The same with some of them absent.
  func removing(_ isRemoved: (Int) -> Bool) -> ByteStrings {
    guard (0..<count).contains(where: isRemoved) else { return self }
    var newStarts = [UInt32](repeating: 0, count: count + 1)
    let bytes = FlatTable<UInt8>(capacity: arena.count) { output in
      var place = 0
      var next = 0
      for id in 0..<count where isRemoved(id) {
        copy(next..<id, to: output, at: &place, &newStarts)
        newStarts[id] = UInt32(place) | Self.isAbsent
        next = id + 1
      }
      copy(next..<count, to: output, at: &place, &newStarts)
      newStarts[count] = UInt32(place)
      return place
    }
    return ByteStrings(arena: bytes, starts: FlatTable(newStarts))
  }

  var count: Int { starts.count - 1 }

  /// Whether each begins where the one before ends, and the last ends inside the arena. There is a start at least.
  var isOrdered: Bool {
    starts.withValues { starts in
      // Differences, which have the top bit where a start is below the one before. Without a way out, so that many are
      // compared at once.
      var differences: UInt32 = 0
      for index in 1..<starts.count {
        differences |= (starts[index] & ~Self.isAbsent) &- (starts[index &- 1] & ~Self.isAbsent)
      }
      return differences & Self.isAbsent == 0 && starts[starts.count - 1] <= arena.count
    }
  }

  /// Where the string lies in the arena; nil where there is none.
  func range(_ index: Int) -> Range<Int>? {
    guard index >= 0, index < count, starts[index] & Self.isAbsent == 0 else { return nil }
    return Int(starts[index])..<Int(starts[index + 1] & ~Self.isAbsent)
  }

  /// The string; nil where there is none.
  subscript(index: Int) -> [UInt8]? {
    guard let range = range(index) else { return nil }
    return arena.withValues { Array($0[range]) }
  }

  /// The same with other strings in the places of `changes`, and as many more absent ones as these need.
  func replacing(_ changes: [Int: [UInt8]]) -> ByteStrings {
    if changes.allSatisfy({ self[$0] == $1 }) { return self }
    let changed = changes.keys.sorted()
    let total = max(count, (changed.last ?? -1) + 1)
    let added = changes.values.reduce(0) { $0 + $1.count }
    var starts = [UInt32](repeating: 0, count: total + 1)
    let bytes = FlatTable<UInt8>(capacity: arena.count + added) { output in
      var place = 0
      var next = 0
      for id in changed {
        copy(next..<id, to: output, at: &place, &starts)
        starts[id] = UInt32(place)
        let change = changes[id] ?? []
        _ = UnsafeMutableBufferPointer(rebasing: output[place...]).update(fromContentsOf: change)
        place += change.count
        next = id + 1
      }
      copy(next..<total, to: output, at: &place, &starts)
      starts[total] = UInt32(place)
      return place
    }
    return ByteStrings(arena: bytes, starts: FlatTable(starts))
  }

  /// Copies the strings of `ids`, which lie one after the other; absent are those beyond the last.
  private func copy(
    _ ids: Range<Int>, to output: UnsafeMutableBufferPointer<UInt8>, at place: inout Int, _ newStarts: inout [UInt32]
  ) {
    let known = ids.clamped(to: 0..<count)
    for id in ids where !known.contains(id) { newStarts[id] = UInt32(place) | Self.isAbsent }
    if known.isEmpty { return }
    starts.withValues { starts in
      let low = starts[known.lowerBound] & ~Self.isAbsent
      let high = starts[known.upperBound] & ~Self.isAbsent
      let shift = UInt32(place) &- low
      for id in known { newStarts[id] = (starts[id] & ~Self.isAbsent &+ shift) | (starts[id] & Self.isAbsent) }
      arena.withValues { arena in
        let source = UnsafeBufferPointer(rebasing: arena[Int(low)..<Int(high)])
        _ = UnsafeMutableBufferPointer(rebasing: output[place...]).update(fromContentsOf: source)
      }
      place += Int(high - low)
    }
  }

  /// How many are not absent.
  var presentCount: Int { count - absent.count }

  /// The numbers of those that are absent.
  var absent: [Int] {
    starts.withValues { starts in
      var absent: [Int] = []
      for first in stride(from: 0, to: count, by: 64) {
        let end = min(first + 64, count)
        var all: UInt32 = 0
        for index in first..<end { all |= starts[index] }
        if all & Self.isAbsent != 0 { absent += (first..<end).filter { starts[$0] & Self.isAbsent != 0 } }
      }
      return absent
    }
  }

  /// All strings.
  var strings: [[UInt8]?] { (0..<count).map { self[$0] } }
}
