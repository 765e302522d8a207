/// Reads little-endian values one after another; every read is checked against what remains.
struct GGUFCursor {
  let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

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

  /// The next offset that is a multiple of `alignment`.
  func aligned(to alignment: Int) -> Int { (offset + alignment - 1) / alignment * alignment }
}
