internal import CTagger

/// The tagger's weights and lexicon, read where they lie. Written by `Services/Trainer/NameTagger/train.cpp`.
///
/// | part | size |
/// |---|---|
/// | magic "WTAG", bits of the lexicon, bits of the buckets, labels: four little-endian words of 32 bits | 16 |
/// | checksum of all that follows, 64 bits, and padding | 16 |
/// | transitions: two scripts × from × to, 16 bits, rows padded to 16 | 832 |
/// | keys of features: buckets of eight, 16 bits; 0 is empty | 2 · 8 · buckets |
/// | lexicon: 24 bits of key and one byte of value in each slot; 0 is empty | 4 · slots |
/// | a row of weights for each key, 8 bits, and padding | 13 · 8 · buckets + 3 |
///
/// All unsafe reads of the file are here, each inside the sizes that `init` has checked.
final class TaggerModel: @unchecked Sendable {
  // Sendable, because nothing is written after `init` and the bytes live as long as this.
  private let file: UnsafeRawBufferPointer
  private let isOwner: Bool
  private let keys: UnsafeRawPointer
  private let lexicon: UnsafePointer<UInt32>
  private let rows: UnsafeRawPointer
  private let transitions: UnsafeRawPointer
  private let bucketShift: UInt64
  private let lexiconShift: UInt64
  private let lexiconMask: Int

  static let labels = 13
  private static let ways = 8
  private static let headerBytes = 32
  private static let transitionBytes = 2 * labels * 16 * 2
  private static let magic: UInt32 = 0x4741_5457

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
    let (lexiconBits, bucketBits) = try Self.checked(file)
    let buckets = 1 << bucketBits
    let base = file.baseAddress!
    transitions = base + Self.headerBytes
    keys = transitions + Self.transitionBytes
    let lexiconStart = keys + buckets * Self.ways * 2
    lexicon = lexiconStart.assumingMemoryBound(to: UInt32.self)
    rows = lexiconStart + (4 << lexiconBits)
    bucketShift = UInt64(64 - bucketBits)
    lexiconShift = UInt64(64 - lexiconBits)
    lexiconMask = (1 << lexiconBits) - 1
  }

  deinit { if isOwner { file.deallocate() } }
}

// MARK: Checks

extension TaggerModel {
  private static func checked(_ file: UnsafeRawBufferPointer) throws(DeidentificationError) -> (Int, Int) {
    guard file.count >= headerBytes + transitionBytes else { throw .badWeights(reason: "the file is cut short") }
    let word = { (index: Int) in Int(file.load(fromByteOffset: 4 * index, as: UInt32.self).littleEndian) }
    guard word(0) == Int(magic) else { throw .badWeights(reason: "it is no file of weights") }
    let (lexiconBits, bucketBits) = (word(1), word(2))
    guard (4...24).contains(lexiconBits), (4...20).contains(bucketBits), word(3) == labels else {
      throw .badWeights(reason: "its sizes are out of range")
    }
    let count = headerBytes + transitionBytes + (2 + labels) * (ways << bucketBits) + (4 << lexiconBits) + 16 - labels
    guard file.count == count else { throw .badWeights(reason: "it has \(file.count) bytes instead of \(count)") }
    guard checksum(file) == file.load(fromByteOffset: 16, as: UInt64.self).littleEndian else {
      throw .badWeights(reason: "its checksum does not match")
    }
    return (lexiconBits, bucketBits)
  }

  /// Four sums side by side over words of 64 bits, so that 7 MB take about a millisecond; the last bytes one by one.
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
  /// The weights of a feature, in lanes of two bytes; those of no feature where the model does not have it.
  ///
  /// Without a branch, so that the look-ups of a token wait for memory together: most features are not in the model,
  /// and which ones are cannot be predicted.
  @inline(__always)
  func row(of feature: UInt64) -> SIMD8<UInt16> {
    let bucket = Int(truncatingIfNeeded: feature &>> bucketShift)
    let key = max(UInt16(truncatingIfNeeded: feature), 1)
    let pattern = UInt64(key) &* 0x0001_0001_0001_0001
    let first = keys.load(fromByteOffset: bucket &* 16, as: UInt64.self) ^ pattern
    let second = keys.load(fromByteOffset: bucket &* 16 &+ 8, as: UInt64.self) ^ pattern
    let lanes = (Self.firstZeroLane(first), Self.firstZeroLane(second))
    // The lane of the first four, else 4 and that of the second; 8 where there is none in either.
    let way = lanes.0 &+ (lanes.0 &>> 2) &* lanes.1
    let isFound = 1 &- way &>> 3
    let row = (bucket &* Self.ways &+ way) &* isFound &* Self.labels
    return rows.loadUnaligned(fromByteOffset: row, as: SIMD8<UInt16>.self)
      & SIMD8(repeating: 0 &- UInt16(truncatingIfNeeded: isFound))
  }

  /// The first of four lanes of 16 bits that is zero; 4 when none is.
  ///
  /// Source: Mycroft's test for a zero byte, in Warren, "Hacker's Delight", section 6-1.
  @inline(__always)
  private static func firstZeroLane(_ word: UInt64) -> Int {
    let hits = (word &- 0x0001_0001_0001_0001) & ~word & 0x8000_8000_8000_8000
    return hits.trailingZeroBitCount &>> 4
  }

  /// What the lexicon says of a word by the hash of its bytes; 0 when it is not there.
  @inline(__always)
  func lexical(_ hash: UInt64) -> UInt8 {
    let mixed = hash &* 0x9e37_79b9_7f4a_7c15
    let key = UInt32(truncatingIfNeeded: mixed) & 0xffff_ff00
    var index = Int(truncatingIfNeeded: mixed &>> lexiconShift)
    // A file without an empty slot must not hold the search for ever.
    for _ in 0...lexiconMask {
      let slot = lexicon[index]
      if slot == 0 { return 0 }
      if slot & 0xffff_ff00 == key { return UInt8(truncatingIfNeeded: slot) }
      index = (index + 1) & lexiconMask
    }
    return 0
  }

  /// The scores of all labels after `label`.
  @inline(__always)
  func transition(from label: Int, isHan: Bool) -> SIMD16<Int16> {
    transitions.load(fromByteOffset: ((isHan ? Self.labels : 0) + label) * 32, as: SIMD16<Int16>.self)
  }
}
