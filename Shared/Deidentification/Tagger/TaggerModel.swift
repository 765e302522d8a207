internal import CTagger

/// The tagger's weights and lexicon, read where they lie. Written by `Services/Trainer/NameTagger/train.cpp`.
///
/// | part | bytes |
/// |---|---|
/// | magic "WTG3", bits of the lexicon, bits of the buckets of each family (a byte each), labels: four words | 16 |
/// | checksum of all that follows, 64 bits, and padding | 16 |
/// | transitions: two scripts × from × to, 16 bits, rows padded to 16 | 832 |
/// | what each label has before any feature: two scripts × 16, 16 bits | 64 |
/// | the gate: two biases of 16 bits, missing words and pairs, classes, shapes (``TaggerGate``) | 36,884 |
/// | keys of each family: buckets of eight, 16 bits; 0 is empty | 16 · buckets |
/// | the gate's weights of words and of pairs, 8 bits for each role | 8 · roles · buckets |
/// | a Bloom filter of what the lexicon's Chinese words begin with | 262,144 |
/// | lexicon: 24 bits of key and one byte of value in each slot; 0 is empty | 4 · slots |
/// | rows of weights of each family, 13 labels of 8 bits for each role | 8 · 13 · roles · buckets |
/// | padding, as a row is read as 16 bytes | 3 |
///
/// Numbers are little-endian. All unsafe reads but those of the tables are here, inside the sizes that `init` checks.
final class TaggerModel: @unchecked Sendable {
  // Sendable, because nothing is written after `init` and the bytes live as long as this.
  let tables: Tables
  let gate: TaggerGate
  let lexicon: TaggerLexicon
  let decoder: TaggerDecoder
  private let file: UnsafeRawBufferPointer
  private let isOwner: Bool
  private let transitions: UnsafeRawPointer
  private let biases: UnsafeRawPointer

  struct Tables {
    let words: FeatureTable
    let pairs: FeatureTable
    let triples: FeatureTable
    let singles: FeatureTable
  }

  static let labels = 13
  private static let headerBytes = 32
  private static let transitionBytes = 2 * labels * 16 * 2
  private static let biasBytes = 2 * 16 * 2
  private static let magic: UInt32 = 0x3347_5457

  /// The weights that are linked into the executable.
  static func linked() throws(DeidentificationError) -> TaggerModel {
    let file = UnsafeRawBufferPointer(start: weir_tagger_weights(), count: weir_tagger_weights_count())
    return try TaggerModel(file, isOwner: false)
  }

  /// A copy of a file's bytes, for tests of other files.
  convenience init(copying bytes: [UInt8]) throws(DeidentificationError) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    copy.copyBytes(from: bytes)
    try self.init(UnsafeRawBufferPointer(copy), isOwner: true)
  }

  private init(_ file: UnsafeRawBufferPointer, isOwner: Bool) throws(DeidentificationError) {
    self.file = file
    self.isOwner = isOwner
    let sizes = try Self.checked(file)
    var next = file.baseAddress! + Self.headerBytes
    let part = { (bytes: Int) -> UnsafeRawPointer in
      defer { next += bytes }
      return next
    }
    transitions = part(Self.transitionBytes)
    decoder = TaggerDecoder(transitions: transitions)
    biases = part(Self.biasBytes)
    let gateStart = part(TaggerGate.fixedBytes)
    let keys = TaggerFamily.allCases.map { part(FeatureTable.keyBytes(bits: sizes.buckets[$0.rawValue])) }
    let gateWords = part(sizes.gateBytes(.words))
    let gatePairs = part(sizes.gateBytes(.pairs))
    let prefixes = part(TaggerLexicon.prefixBytes)
    lexicon = TaggerLexicon(bits: sizes.lexicon, slots: part(4 << sizes.lexicon), prefixes: prefixes)
    let made = TaggerFamily.allCases.map {
      let bits = sizes.buckets[$0.rawValue]
      return FeatureTable(
        bits: bits, keys: keys[$0.rawValue], rows: part(FeatureTable.rowBytes(bits: bits, roles: $0.roles)))
    }
    tables = Tables(words: made[0], pairs: made[1], triples: made[2], singles: made[3])
    gate = TaggerGate(fixed: gateStart, words: gateWords, pairs: gatePairs)
  }

  deinit { if isOwner { file.deallocate() } }
}

// MARK: Checks

extension TaggerModel {
  private struct Sizes {
    /// Powers of two.
    var lexicon: Int
    var buckets: [Int]

    func gateBytes(_ family: TaggerFamily) -> Int {
      FeatureTable.slots(bits: buckets[family.rawValue]) * family.roles
    }

    var count: Int {
      let families = TaggerFamily.allCases.map {
        FeatureTable.keyBytes(bits: buckets[$0.rawValue])
          + FeatureTable.rowBytes(bits: buckets[$0.rawValue], roles: $0.roles)
      }
      return headerBytes + transitionBytes + biasBytes + TaggerGate.fixedBytes + families.reduce(0, +)
        + gateBytes(.words) + gateBytes(.pairs) + TaggerLexicon.prefixBytes + (4 << lexicon) + 16 - labels
    }
  }

  private static func checked(_ file: UnsafeRawBufferPointer) throws(DeidentificationError) -> Sizes {
    guard file.count >= headerBytes else { throw .badWeights(reason: "the file is cut short") }
    let word = { (index: Int) in Int(file.load(fromByteOffset: 4 * index, as: UInt32.self).littleEndian) }
    guard word(0) == Int(magic) else { throw .badWeights(reason: "it is no file of weights") }
    let sizes = Sizes(lexicon: word(1), buckets: (0..<4).map { word(2) >> (8 * $0) & 0xff })
    guard (4...24).contains(sizes.lexicon), sizes.buckets.allSatisfy((4...20).contains), word(3) == labels else {
      throw .badWeights(reason: "its sizes are out of range")
    }
    guard file.count == sizes.count else {
      throw .badWeights(reason: "it has \(file.count) bytes instead of \(sizes.count)")
    }
    guard checksum(file) == file.load(fromByteOffset: 16, as: UInt64.self).littleEndian else {
      throw .badWeights(reason: "its checksum does not match")
    }
    return sizes
  }

  /// Four sums side by side over words of 64 bits, so that 8 MB take about a millisecond; the last bytes one by one.
  static func checksum(_ file: UnsafeRawBufferPointer) -> UInt64 {
    let step = { (sum: UInt64, word: UInt64) in (sum ^ word) &* 0x9e37_79b9_7f4a_7c15 }
    var sums = SIMD4<UInt64>(1, 2, 3, 4)
    var offset = headerBytes
    while offset + 32 <= file.count {
      for lane in 0..<4 {
        let word = file.loadUnaligned(fromByteOffset: offset + 8 * lane, as: UInt64.self)
        sums[lane] = step(sums[lane], word.littleEndian)
      }
      offset += 32
    }
    var sum = step(step(step(sums[0], sums[1]), sums[2]), sums[3])
    while offset < file.count {
      sum = step(sum, UInt64(file[offset]))
      offset += 1
    }
    return sum
  }
}

// MARK: Look-ups

extension TaggerModel {
  /// The scores of all labels after `label`.
  @inline(__always)
  func transition(from label: Int, isHan: Bool) -> SIMD16<Int16> {
    transitions.load(fromByteOffset: ((isHan ? Self.labels : 0) + label) * 32, as: SIMD16<Int16>.self)
  }

  /// The scores of all labels before any feature.
  @inline(__always)
  func bias(isHan: Bool) -> SIMD16<Int16> { biases.load(fromByteOffset: isHan ? 32 : 0, as: SIMD16<Int16>.self) }
}
