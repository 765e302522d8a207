/// Reads the fields of one protobuf message, without a schema.
///
/// Source: the encoding chapter of the Protocol Buffers documentation. Groups, which nothing writes any more, are refused.
struct ProtobufReader {
  /// A field's value as the wire has it.
  enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(ArraySlice<UInt8>)
  }

  private var rest: ArraySlice<UInt8>

  init(_ message: ArraySlice<UInt8>) { rest = message }

  /// The next field with its number; nil at the end.
  mutating func next() throws(TokenizerError) -> (number: Int, value: Value)? {
    if rest.isEmpty { return nil }
    let key = try varint()
    let number = Int(truncatingIfNeeded: key >> 3 & 0x1fff_ffff)
    guard number > 0 else { throw .malformed("protobuf field 0") }
    switch key & 7 {
    case 0: return (number, .varint(try varint()))
    case 1: return (number, .fixed64(Self.littleEndian(try take(8))))
    case 2: return (number, .bytes(try take(try length())))
    case 5: return (number, .fixed32(UInt32(truncatingIfNeeded: Self.littleEndian(try take(4)))))
    default: throw .malformed("protobuf wire type \(key & 7)")
    }
  }

  private mutating func length() throws(TokenizerError) -> Int {
    let length = try varint()
    guard length <= UInt64(rest.count) else { throw .malformed("protobuf field runs past its end") }
    return Int(length)
  }

  private mutating func varint() throws(TokenizerError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard let byte = rest.popFirst() else { throw .malformed("protobuf ends early") }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    throw .malformed("protobuf number is longer than ten bytes")
  }

  private mutating func take(_ count: Int) throws(TokenizerError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw .malformed("protobuf ends early") }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  private static func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension ProtobufReader.Value {
  /// The number, if it is one of variable length.
  var int: Int? { if case .varint(let value) = self { Int(truncatingIfNeeded: Int64(bitPattern: value)) } else { nil } }
  var bool: Bool? { int.map { $0 != 0 } }
  var float: Float? { if case .fixed32(let bits) = self { Float(bitPattern: bits) } else { nil } }
  var bytes: ArraySlice<UInt8>? { if case .bytes(let bytes) = self { bytes } else { nil } }
}
