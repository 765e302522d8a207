/// Writes protobuf fields in canonical form: ascending numbers, defaults left out, shortest varints.
///
/// Source: protobuf.dev, "Encoding".
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func field(_ number: UInt64, _ value: UInt64) {
    guard value != 0 else { return }
    varint(number << 3)
    varint(value)
  }

  mutating func field(_ number: UInt64, _ value: [UInt8]) {
    guard !value.isEmpty else { return }
    element(number, value)
  }

  mutating func field(_ number: UInt64, _ value: String) {
    guard !value.utf8.isEmpty else { return }
    element(number, value)
  }

  /// An entry of a repeated field, which is written even when it is empty.
  mutating func element(_ number: UInt64, _ value: [UInt8]) {
    head(number, count: value.count)
    bytes.append(contentsOf: value)
  }

  mutating func element(_ number: UInt64, _ value: String) {
    head(number, count: value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  mutating func element(_ number: UInt64, _ value: some WireEncodable) {
    head(number, count: value.wireCount)
    value.write(to: &self)
  }

  private mutating func head(_ number: UInt64, count: Int) {
    varint(number << 3 | 2)
    varint(UInt64(count))
  }
}

/// A message of rpc.proto. The count comes first on the wire, so it is computed before the bytes.
protocol WireEncodable {
  var wireCount: Int { get }
  func write(to writer: inout WireWriter)
}

/// Sizes of fields with a number below 16, which have a tag of one byte.
enum WireCount {
  static func varint(_ value: UInt64) -> Int { (70 - (value | 1).leadingZeroBitCount) / 7 }

  static func field(_ value: UInt64) -> Int { value == 0 ? 0 : 1 + varint(value) }

  static func field(_ value: [UInt8]) -> Int { value.isEmpty ? 0 : element(value.count) }

  static func field(_ value: String) -> Int { value.utf8.isEmpty ? 0 : element(value.utf8.count) }

  static func element(_ count: Int) -> Int { 1 + varint(UInt64(count)) + count }
}
