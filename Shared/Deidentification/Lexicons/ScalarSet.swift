/// A set of characters of the basic plane, one bit each: asked for nearly every character of a Chinese text.
struct ScalarSet: Sendable {
  private let bits: [UInt64]

  init(_ scalars: some Sequence<Unicode.Scalar>) {
    var bits = [UInt64](repeating: 0, count: 1 << 10)
    for scalar in scalars where scalar.value < 0x10000 {
      bits[Int(scalar.value >> 6)] |= 1 << UInt64(scalar.value & 63)
    }
    self.bits = bits
  }

  /// In rising order.
  var values: [UInt32] {
    bits.indices.flatMap { word in
      (0..<64).compactMap { bits[word] >> UInt64($0) & 1 == 1 ? UInt32(word * 64 + $0) : nil }
    }
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool { contains(scalar.value) }

  func contains(_ value: UInt32) -> Bool {
    value < 0x10000 && bits[Int(value >> 6)] & 1 << UInt64(value & 63) != 0
  }
}
