/// Tokens by their bytes, as a tree in the order of a walk: a node, all below it, then the next one beside it.
struct TokenTrie: Sendable {
  /// The byte that leads to each node, and how many bytes lead there.
  private(set) var bytes: [UInt8] = []
  private(set) var depths: [UInt16] = []
  /// The node after all that are below this one.
  private(set) var ends: [Int32] = []
  /// Each node's tokens are those from its offset up to the next one's.
  private(set) var tokenOffsets: [Int32] = []
  private(set) var tokens: [Int32] = []
  private(set) var depthMax = 0

  /// - Parameter sorted: tokens in the order of their bytes, none of them empty.
  init(sorted: some Sequence<Int32>, of vocabulary: TokenTexts) {
    var path: [Int32] = [], last: [UInt8] = []
    for token in sorted {
      let text = vocabulary[token]
      let shared = zip(last, text).prefix { $0 == $1 }.count
      close(&path, to: shared)
      for byte in text.dropFirst(shared) { open(&path, byte) }
      tokens.append(token)
      last = Array(text)
      depthMax = max(depthMax, last.count)
    }
    close(&path, to: 0)
    tokenOffsets.append(Int32(tokens.count))
  }

  var nodeCount: Int { bytes.count }

  private mutating func open(_ path: inout [Int32], _ byte: UInt8) {
    path.append(Int32(bytes.count))
    bytes.append(byte)
    depths.append(UInt16(path.count))
    ends.append(0)
    tokenOffsets.append(Int32(tokens.count))
  }

  private mutating func close(_ path: inout [Int32], to depth: Int) {
    while path.count > depth { ends[Int(path.removeLast())] = Int32(bytes.count) }
  }
}

/// The bytes of all tokens, one after another.
struct TokenTexts: Sendable {
  private let bytes: [UInt8]
  private let offsets: [Int32]

  /// Tokens longer than this are left out: no text needs them.
  static let byteCountMax = 255

  init(count: Int, _ text: (Int32) -> [UInt8]) {
    var bytes: [UInt8] = [], offsets: [Int32] = [0]
    for token in 0..<Int32(count) {
      let own = text(token)
      if own.count <= Self.byteCountMax { bytes += own }
      offsets.append(Int32(bytes.count))
    }
    (self.bytes, self.offsets) = (bytes, offsets)
  }

  var count: Int { offsets.count - 1 }

  subscript(token: Int32) -> ArraySlice<UInt8> { bytes[Int(offsets[Int(token)])..<Int(offsets[Int(token) + 1])] }

  /// The tokens with text, in the order of their bytes.
  func sorted() -> [Int32] {
    // Eight bytes at once tell most tokens apart.
    let keyed = (0..<Int32(count)).filter { !self[$0].isEmpty }.map { (prefix: prefix(of: $0), token: $0) }
    return keyed.sorted { a, b in
      if a.prefix != b.prefix { return a.prefix < b.prefix }
      let (left, right) = (self[a.token], self[b.token])
      return left == right ? a.token < b.token : left.lexicographicallyPrecedes(right)
    }.map(\.token)
  }

  private func prefix(of token: Int32) -> UInt64 {
    let text = self[token].prefix(8)
    return text.reduce(0) { $0 << 8 | UInt64($1) } << UInt64(8 * (8 - text.count))
  }
}
