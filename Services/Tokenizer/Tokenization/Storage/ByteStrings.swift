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

  /// The texts, but absent ones where `isPresent` says so.
  ///
  /// - Throws: ``TokenizerError/limit(_:)``.
  init(_ texts: [String], isPresent: (Int) -> Bool = { _ in true }) throws(TokenizerError) {
    let byteCount = texts.reduce(0) { $0 + $1.utf8.count }
    guard byteCount <= Self.byteCountMax else { throw .limit("tokens of more than 1 GiB") }
    var starts = [UInt32](repeating: 0, count: texts.count + 1)
    arena = FlatTable(capacity: byteCount) { bytes in
      var place = 0
      for (index, text) in texts.enumerated() {
        guard isPresent(index) else {
          starts[index] = UInt32(place) | Self.isAbsent
          continue
        }
        starts[index] = UInt32(place)
        _ = UnsafeMutableBufferPointer(rebasing: bytes[place...]).initialize(from: text.utf8)
        place += text.utf8.count
      }
      starts[texts.count] = UInt32(place)
      return place
    }
    self.starts = FlatTable(starts)
  }

  var count: Int { starts.count - 1 }

  /// Whether each begins where the one before ends, and the last ends inside the arena.
  var isOrdered: Bool {
    starts.withValues { starts in
      var last: UInt32 = 0
      for start in starts {
        if start & ~Self.isAbsent < last { return false }
        last = start & ~Self.isAbsent
      }
      return starts.last.map { $0 <= arena.count } ?? false
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

  /// Where each begins, and where the last ends; absent ones like empty ones.
  var places: FlatTable<UInt32> {
    FlatTable(capacity: starts.count) { places in
      for index in places.indices { places[index] = starts[index] & ~Self.isAbsent }
      return places.count
    }
  }

  /// The same with other strings in the places of `changes`, and as many more absent ones as these need.
  func replacing(_ changes: [Int: [UInt8]]) -> ByteStrings {
    if changes.allSatisfy({ self[$0] == $1 }) { return self }
    let total = max(count, (changes.keys.max() ?? -1) + 1)
    let added = changes.values.reduce(0) { $0 + $1.count }
    var places: FlatTable<UInt32>?
    let bytes = FlatTable<UInt8>(capacity: arena.count + added) { output in
      var place = 0
      places = FlatTable(capacity: total + 1) { starts in
        arena.withValues { source in
          for id in 0..<total {
            let old = range(id)
            let change = changes[id]
            starts[id] = UInt32(place) | (change == nil && old == nil ? Self.isAbsent : 0)
            if let change {
              _ = UnsafeMutableBufferPointer(rebasing: output[place...]).update(fromContentsOf: change)
              place += change.count
            } else if let old {
              for index in old {
                output[place] = source[index]
                place += 1
              }
            }
          }
          starts[total] = UInt32(place)
        }
        return total + 1
      }
      return place
    }
    return ByteStrings(arena: bytes, starts: places ?? FlatTable([0]))
  }

  /// How many are not absent.
  var presentCount: Int { starts.withValues { $0.dropLast().count { $0 & Self.isAbsent == 0 } } }

  /// All strings.
  var strings: [[UInt8]?] { (0..<count).map { self[$0] } }
}
