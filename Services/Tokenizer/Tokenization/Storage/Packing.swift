/// Writes values one after the other, numbers as 64-bit little-endian.
struct Packer {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ value: Int) {
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
  mutating func put(_ value: Bool) { bytes.append(value ? 1 : 0) }
  mutating func put(_ value: [UInt8]) {
    put(value.count)
    bytes += value
  }
  mutating func put(_ value: String) { put(Array(value.utf8)) }
  mutating func put(_ values: [Int32]) {
    put(values.count)
    for value in values { put(Int(value)) }
  }
  mutating func put<Value>(_ value: Value?, _ pack: (inout Packer, Value) -> Void) {
    put(value != nil)
    if let value { pack(&self, value) }
  }
  mutating func put<Value: Packed>(_ value: Value) { value.pack(into: &self) }
  mutating func put<Value: Packed>(_ values: [Value]) {
    put(values.count)
    for value in values { put(value) }
  }
}

/// Reads what ``Packer`` wrote; whatever the bytes are it ends, and takes no more memory than a small multiple of them.
struct Unpacker {
  /// Parts within parts.
  private static let depthMax = 64

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  static let damaged = TokenizerError.malformed("the compiled tokenizer is damaged")

  mutating func int() throws(TokenizerError) -> Int {
    guard bytes.count - position >= 8 else { throw Self.damaged }
    var value: UInt64 = 0
    for index in 0..<8 { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    position += 8
    return Int(truncatingIfNeeded: value)
  }
  mutating func int32() throws(TokenizerError) -> Int32 {
    guard let value = Int32(exactly: try int()) else { throw Self.damaged }
    return value
  }
  mutating func bool() throws(TokenizerError) -> Bool {
    guard position < bytes.count, bytes[position] <= 1 else { throw Self.damaged }
    position += 1
    return bytes[position - 1] == 1
  }
  /// A count of things of one byte or more each.
  private mutating func count() throws(TokenizerError) -> Int {
    let count = try int()
    guard count >= 0, count <= bytes.count - position else { throw Self.damaged }
    return count
  }
  mutating func byteString() throws(TokenizerError) -> [UInt8] {
    let count = try count()
    defer { position += count }
    return Array(bytes[position..<position + count])
  }
  mutating func string() throws(TokenizerError) -> String {
    guard let text = String(validating: try byteString(), as: UTF8.self) else { throw Self.damaged }
    return text
  }
  mutating func ids() throws(TokenizerError) -> [Int32] {
    var values: [Int32] = []
    for _ in 0..<(try count()) { values.append(try int32()) }
    return values
  }
  mutating func optional<Value>(
    _ read: (inout Unpacker) throws(TokenizerError) -> Value
  ) throws(TokenizerError) -> Value? {
    try bool() ? try read(&self) : nil
  }
  mutating func value<Value: Packed>() throws(TokenizerError) -> Value {
    depth += 1
    guard depth <= Self.depthMax else { throw Self.damaged }
    defer { depth -= 1 }
    return try Value(from: &self)
  }
  mutating func values<Value: Packed>() throws(TokenizerError) -> [Value] {
    var values: [Value] = []
    for _ in 0..<(try count()) { values.append(try value()) }
    return values
  }
  /// A value by the name that stands for it.
  mutating func named<Value: RawRepresentable<String>>() throws(TokenizerError) -> Value {
    guard let value = Value(rawValue: try string()) else { throw Self.damaged }
    return value
  }
}

/// A part of a tokenizer that a compiled file holds.
protocol Packed {
  func pack(into packer: inout Packer)
  init(from unpacker: inout Unpacker) throws(TokenizerError)
}
