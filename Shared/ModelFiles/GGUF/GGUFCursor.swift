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

  /// `count` strings, each with its length before it. Copied without a value for each.
  mutating func readStrings(_ count: Int, _ what: @autoclosure () -> String) throws(ModelFileError) -> PackedStrings {
    let start = offset
    var byteCount = 0
    for _ in 0..<count {
      let length = try readCount(minimumBytes: 1, what())
      byteCount += length
      offset += length
    }
    guard byteCount <= Int(UInt32.max) else { throw .unsupported("\(what()) has texts of more than 4 GiB") }
    var place = start
    var starts: [UInt32] = [0]
    starts.reserveCapacity(count + 1)
    let texts = [UInt8](unsafeUninitializedCapacity: byteCount) { texts, filled in
      for _ in 0..<count {
        let length = Int(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
        place += 8
        UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(texts)[filled...]).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[place..<place + length]))
        filled += length
        place += length
        starts.append(UInt32(filled))
      }
    }
    guard Self.areTexts(texts, starts) else { throw .malformed("\(what()) is not valid UTF-8") }
    return PackedStrings(bytes: texts, starts: starts)
  }

  /// Whether all is UTF-8, and none of it is cut inside a scalar.
  private static func areTexts(_ texts: [UInt8], _ starts: [UInt32]) -> Bool {
    guard (try? UTF8Span(validating: texts.span)) != nil else { return false }
    return starts.allSatisfy { Int($0) == texts.count || texts[Int($0)] & 0xc0 != 0x80 }
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
