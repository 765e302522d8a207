internal import CTexts

/// Reads little-endian values one after another; every read is checked against what remains.
struct GGUFCursor {
  let bytes: UnsafeRawBufferPointer
  /// Keeps the bytes.
  private let owner: AnyObject
  private(set) var offset = 0

  init(_ file: MappedFile) {
    bytes = file.bytes
    owner = file
  }

  var remaining: Int { bytes.count - offset }

  /// `what` names the thing being read, for the error.
  mutating func read<T: FixedWidthInteger>(_ type: T.Type, _ what: @autoclosure () -> String) throws(ModelFileError)
    -> T
  {
    let size = MemoryLayout<T>.size
    guard remaining >= size else { throw .malformed("the file ends inside \(what())") }
    defer { offset += size }
    return T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
  }

  /// A count of things of at least `minimumBytes` each, which therefore must fit into what remains of the file.
  mutating func readCount(minimumBytes: Int, _ what: @autoclosure () -> String) throws(ModelFileError) -> Int {
    let count = try read(UInt64.self, what())
    guard count <= UInt64(remaining / minimumBytes) else {
      throw .malformed("\(what()) claims \(count) entries, more than the rest of the file can hold")
    }
    return Int(count)
  }

  mutating func readString(_ what: @autoclosure () -> String) throws(ModelFileError) -> String {
    let count = try readCount(minimumBytes: 1, what())
    defer { offset += count }
    guard let text = String(validating: bytes[offset..<offset + count], as: UTF8.self) else {
      throw .malformed("\(what()) is not valid UTF-8")
    }
    return text
  }

  /// `count` strings, each with its length before it. They stay where they lie.
  mutating func readStrings(_ count: Int, _ what: @autoclosure () -> String) throws(ModelFileError) -> PackedStrings {
    let start = offset
    var places = [Int](repeating: 0, count: (count + PackedStrings.placeDistance - 1) / PackedStrings.placeDistance)
    var read = 0
    while read < count {
      read += places.withUnsafeMutableBufferPointer {
        skipNarrowTexts(count - read, noting: $0[(read / PackedStrings.placeDistance)...], since: start)
      }
      if read == count { break }
      places[read / PackedStrings.placeDistance] = offset - start
      let next = min(PackedStrings.placeDistance, count - read)
      try skipTexts(next, what())
      read += next
    }
    let texts = UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
    return PackedStrings(owner: owner, texts, count: count, places: places)
  }

  /// Goes behind as many of `count` strings as the fast way knows to be text, a multiple of
  /// ``PackedStrings/placeDistance``, and notes the places of every so many as they lie behind `start`.
  private mutating func skipNarrowTexts(
    _ count: Int, noting places: Slice<UnsafeMutableBufferPointer<Int>>, since start: Int
  ) -> Int {
    guard offset > 0, let base = bytes.baseAddress, let first = UnsafeMutableBufferPointer(rebasing: places).baseAddress
    else { return 0 }
    var end = 0
    let texts = (base + offset).assumingMemoryBound(to: UInt8.self)
    let skipped = weir_texts_skip(texts, remaining, count, first, &end)
    for index in 0..<skipped / PackedStrings.placeDistance { first[index] += offset - start }
    offset += end
    return skipped
  }

  /// Goes behind `count` strings, which have to be text. Those of short lengths are, together with these, if each of them is by
  /// itself, since a scalar does not go on over the length behind it.
  private mutating func skipTexts(_ count: Int, _ what: @autoclosure () -> String) throws(ModelFileError) {
    let start = offset
    guard let longest = skipTexts(count) else {
      _ = try readCount(minimumBytes: 1, what())
      preconditionFailure("a length that does not fit is refused")
    }
    guard longest < 0x80 && TextCheck.isNarrowText(bytes, start..<offset) || isEachText(start..<offset) else {
      throw .malformed("\(what()) is not valid UTF-8")
    }
  }

  /// Goes behind `count` strings and returns a number above all of their lengths. Nil where a string does not fit into the file,
  /// and before that.
  private mutating func skipTexts(_ count: Int) -> Int? {
    // In a variable of its own, which stays in a register.
    var place = offset
    defer { offset = place }
    var longest = 0
    for _ in 0..<count {
      guard let length = lengthOfText(at: place) else { return nil }
      longest |= length
      place &+= 8 &+ length
    }
    return longest
  }

  /// Nil where the text does not fit into the file.
  @inline(__always)
  private func lengthOfText(at place: Int) -> Int? {
    let rest = bytes.count &- place &- 8
    guard rest >= 0 else { return nil }
    let length = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    return length <= UInt64(rest) ? Int(truncatingIfNeeded: length) : nil
  }

  private func isEachText(_ region: Range<Int>) -> Bool {
    var place = region.lowerBound
    while place < region.upperBound, let length = lengthOfText(at: place) {
      let text = place + 8..<place + 8 + length
      guard TextCheck.isText(bytes, text) else { return false }
      place = text.upperBound
    }
    return true
  }

  /// `count` numbers of four bytes, which stay where they lie.
  mutating func readIntegers(_ count: Int, _ what: @autoclosure () -> String) throws(ModelFileError) -> PackedIntegers {
    guard count <= remaining / 4 else { throw .malformed("the file ends inside \(what())") }
    defer { offset += 4 * count }
    return PackedIntegers(owner: owner, UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + 4 * count]))
  }

  /// The next offset that is a multiple of `alignment`.
  func aligned(to alignment: Int) -> Int { (offset + alignment - 1) / alignment * alignment }
}
