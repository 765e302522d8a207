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

  /// All strings.
  var strings: [[UInt8]?] { (0..<count).map { self[$0] } }
}
