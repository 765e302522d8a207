/// The bytes of every token in one arena.
struct TokenBytes: Sendable {
  private var arena: [UInt8] = []
  private var starts: [Int32] = [0]

  /// Bytes of all tokens together, which 32-bit places reach.
  static let byteCountMax = 1 << 30

  mutating func append(_ bytes: [UInt8]) throws(TokenizerError) {
    guard arena.count + bytes.count <= Self.byteCountMax else { throw .limit("tokens of more than 1 GiB") }
    arena += bytes
    starts.append(Int32(arena.count))
  }

  var count: Int { starts.count - 1 }

  /// The bytes of a token; none for an id outside the vocabulary.
  subscript(id: Int32) -> ArraySlice<UInt8> {
    guard id >= 0, Int(id) < count else { return [] }
    return arena[Int(starts[Int(id)])..<Int(starts[Int(id) + 1])]
  }
}
