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
    let (start, bytes) = (offset, bytes)
    var place = start
    var places: [Int] = []
    for index in 0..<count {
      if index % PackedStrings.placeDistance == 0 { places.append(place - start) }
      guard let end = Self.endOfText(bytes, at: place) else {
        offset = place
        _ = try readCount(minimumBytes: 1, what())
        throw .malformed("\(what()) is not valid UTF-8")
      }
      place = end
    }
    offset = place
    let texts = UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
    return PackedStrings(owner: owner, texts, count: count, places: places)
  }

  /// Where the text ends whose length is at `place`; nil where it does not fit into the file or is no text.
  @inline(__always)
  private static func endOfText(_ bytes: UnsafeRawBufferPointer, at place: Int) -> Int? {
    guard bytes.count - place >= 8 else { return nil }
    let length = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    guard length <= UInt64(bytes.count - place - 8) else { return nil }
    let end = place + 8 + Int(length)
    return TextCheck.isText(bytes, place + 8..<end) ? end : nil
  }

  mutating func readIntegers<T: FixedWidthInteger & BitwiseCopyable>(
    _ count: Int, of type: T.Type, _ what: @autoclosure () -> String
  ) throws(ModelFileError) -> [Int64] {
    let size = MemoryLayout<T>.size
    guard count <= remaining / size else { throw .malformed("the file ends inside \(what())") }
    defer { offset += count * size }
    let start = offset
    return [Int64](unsafeUninitializedCapacity: count) { values, filled in
      for index in 0..<count {
        let value = bytes.loadUnaligned(fromByteOffset: start + index * size, as: T.self)
        values.initializeElement(at: index, to: Int64(T(littleEndian: value)))
      }
      filled = count
    }
  }

  /// The next offset that is a multiple of `alignment`.
  func aligned(to alignment: Int) -> Int { (offset + alignment - 1) / alignment * alignment }
}
