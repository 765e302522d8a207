/// Bytes that are no envelope. What is wrong does not matter: a peer that sends them is broken or hostile.
struct MalformedEnvelope: Error {}

/// Reads protobuf fields from bytes that may be anything. Never reads outside of them, never allocates ahead of them.
struct WireReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// `bytes` must outlive the reader.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// A field: its number and what stands there.
  enum Value {
    case number(UInt64)
    case bytes(UnsafeBufferPointer<UInt8>)
    /// A fixed-width value, which rpc.proto has none of.
    case other
  }

  /// The next field, or nil at the end.
  mutating func next() throws(MalformedEnvelope) -> (number: UInt64, value: Value)? {
    guard position < bytes.count else { return nil }
    let tag = try varint()
    guard tag >> 3 != 0, tag >> 3 < 1 << 29 else { throw MalformedEnvelope() }
    switch tag & 7 {
    case 0: return (tag >> 3, .number(try varint()))
    case 1: return (tag >> 3, try skip(8))
    case 2: return (tag >> 3, .bytes(try block()))
    case 5: return (tag >> 3, try skip(4))
    default: throw MalformedEnvelope()
    }
  }

  private mutating func varint() throws(MalformedEnvelope) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw MalformedEnvelope()
  }

  private mutating func block() throws(MalformedEnvelope) -> UnsafeBufferPointer<UInt8> {
    let count = try varint()
    guard count <= UInt64(bytes.count - position) else { throw MalformedEnvelope() }
    let start = position
    position += Int(count)
    return UnsafeBufferPointer(rebasing: bytes[start..<position])
  }

  private mutating func skip(_ count: Int) throws(MalformedEnvelope) -> Value {
    guard count <= bytes.count - position else { throw MalformedEnvelope() }
    position += count
    return .other
  }
}

extension WireReader.Value {
  var uint64: UInt64 { if case .number(let value) = self { value } else { 0 } }
  var uint32: UInt32 { UInt32(truncatingIfNeeded: uint64) }
  var array: [UInt8] { if case .bytes(let value) = self { Array(value) } else { [] } }

  /// Names with invalid UTF-8 are repaired: they match nothing that is served.
  var string: String { if case .bytes(let value) = self { String(decoding: value, as: UTF8.self) } else { "" } }

  func message() throws(MalformedEnvelope) -> WireReader {
    guard case .bytes(let value) = self else { throw MalformedEnvelope() }
    return WireReader(value)
  }
}
