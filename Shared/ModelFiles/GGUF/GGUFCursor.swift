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
    let (end, places, longPlaces) = try endsOfTexts(count, what())
    guard areTexts(start..<end, longPlaces) else { throw .malformed("\(what()) is not valid UTF-8") }
    offset = end
    let texts = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    return PackedStrings(owner: owner, texts, count: count, places: places)
  }

  /// Where `count` texts end, where every 64th begins, and where those begin whose lengths are not ASCII.
  private func endsOfTexts(
    _ count: Int, _ what: @autoclosure () -> String
  ) throws(ModelFileError) -> (end: Int, places: [Int], longPlaces: [Int]) {
    let start = offset
    var place = start
    var places: [Int] = []
    places.reserveCapacity(count / PackedStrings.placeDistance + 1)
    var longPlaces: [Int] = []
    for index in 0..<count {
      if index % PackedStrings.placeDistance == 0 { places.append(place - start) }
      guard let length = lengthOfText(at: place) else {
        var rest = self
        rest.offset = place
        _ = try rest.readCount(minimumBytes: 1, what())
        preconditionFailure("a length that does not fit is refused")
      }
      if length >= 0x80 { longPlaces.append(place) }
      place += 8 + length
    }
    return (place, places, longPlaces)
  }

  /// Whether the texts in `region` are text. Those with short lengths are together with these if each of them is by itself,
  /// since a scalar does not go on over the length behind it.
  private func areTexts(_ region: Range<Int>, _ longPlaces: [Int]) -> Bool {
    var start = region.lowerBound
    for place in longPlaces + [region.upperBound] {
      guard TextCheck.isNarrowText(bytes, start..<place) || isEachText(start..<place) else { return false }
      guard place < region.upperBound, let length = lengthOfText(at: place) else { continue }
      guard TextCheck.isText(bytes, place + 8..<place + 8 + length) else { return false }
      start = place + 8 + length
    }
    return true
  }

  /// Nil where the text does not fit into the file.
  @inline(__always)
  private func lengthOfText(at place: Int) -> Int? {
    guard bytes.count - place >= 8 else { return nil }
    let length = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    return length <= UInt64(bytes.count - place - 8) ? Int(length) : nil
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
