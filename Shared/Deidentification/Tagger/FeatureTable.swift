internal import CTagger

/// The weights of the features of one family: keys in buckets of eight, and for each key a row of weights for every
/// token that it speaks for.
///
/// A key stands at a position of the text. Role 0 speaks for the family's first token, each next role for the next token: one look-up of "Dr" tells its neighbours on both sides what it means to stand beside it.
///
/// All unsafe reads of the tables are here, each inside the sizes that ``TaggerModel`` has checked.
struct FeatureTable: @unchecked Sendable {
  // Sendable, because the weights are never written and the model outlives its tables.
  private let keys: UnsafeRawPointer
  private let rows: UnsafeRawPointer
  private let bucketShift: UInt64

  static let ways = 8

  /// Bytes of the keys and of the rows of a table.
  static func keyBytes(bits: Int) -> Int { ways * 2 << bits }
  static func rowBytes(bits: Int, roles: Int) -> Int { ways * roles * TaggerModel.labels << bits }
  static func slots(bits: Int) -> Int { ways << bits }

  init(bits: Int, keys: UnsafeRawPointer, rows: UnsafeRawPointer) {
    self.keys = keys
    self.rows = rows
    bucketShift = UInt64(64 - bits)
  }

  /// Where the rows of a key are; -1 when the model does not have it.
  @inline(__always)
  func slot(of key: UInt64) -> Int {
    let (slot, found) = find(key)
    return found == 0 ? -1 : slot
  }

  /// Where the rows of a key are, and 1 when the model has it, else 0.
  ///
  /// Without a branch, so that the look-ups of many keys wait for memory together: most are not in the model, and which
  /// ones are cannot be predicted.
  @inline(__always)
  func find(_ key: UInt64) -> (slot: Int, found: Int) {
    let bucket = Int(truncatingIfNeeded: key &>> bucketShift)
    let pattern = UInt64(max(UInt16(truncatingIfNeeded: key), 1)) &* 0x0001_0001_0001_0001
    let low = keys.load(fromByteOffset: bucket &* 16, as: UInt64.self) ^ pattern
    let high = keys.load(fromByteOffset: bucket &* 16 &+ 8, as: UInt64.self) ^ pattern
    // The lane of the first four, else 4 and that of the second; 8 where there is none in either.
    let lanes = (Self.firstZeroLane(low), Self.firstZeroLane(high))
    let way = lanes.0 &+ (lanes.0 &>> 2) &* lanes.1
    return (bucket &* Self.ways &+ (way & 7), 1 &- way &>> 3)
  }

  @inline(__always)
  func prefetchBucket(of key: UInt64) {
    weir_tagger_prefetch(keys + Int(truncatingIfNeeded: key &>> bucketShift) &* 16)
  }

  /// Both lines of memory that a row may lie in.
  @inline(__always)
  func prefetchRow(_ slot: Int, _ family: TaggerFamily) {
    let bytes = family.roles &* TaggerModel.labels
    weir_tagger_prefetch(rows + slot &* bytes)
    if bytes > 16 { weir_tagger_prefetch(rows + (slot &* bytes &+ bytes)) }
  }

  /// Adds the rows of some slots to the scores of the tokens that their keys speak for.
  @inline(__always)
  func add(
    _ hits: UnsafeBufferPointer<weir_tagger_hit>, to scores: UnsafeMutablePointer<LabelScores>, _ family: TaggerFamily
  ) {
    weir_tagger_add(
      UnsafeMutableRawPointer(scores).assumingMemoryBound(to: Int16.self), hits.baseAddress, hits.count,
      rows.assumingMemoryBound(to: Int8.self), family.roles, family.first)
  }

  /// The first of four lanes of 16 bits that is zero; 4 when none is.
  ///
  /// Source: Mycroft's test for a zero byte, in Warren, "Hacker's Delight", section 6-1.
  @inline(__always)
  private static func firstZeroLane(_ word: UInt64) -> Int {
    let hits = (word &- 0x0001_0001_0001_0001) & ~word & 0x8000_8000_8000_8000
    return hits.trailingZeroBitCount &>> 4
  }
}

/// The keys of one family that some positions of a text have, until what they say is added up.
///
/// In three passes, each of which asks memory for what the next one reads: the buckets of the keys, then their rows.
struct FeatureHits {
  /// A key, or the slot of one that is known to be in the model.
  typealias Entry = weir_tagger_hit

  private let entries: UnsafeMutablePointer<Entry>
  private let table: FeatureTable
  private var count = 0

  /// `memory` must have room for every key that will be asked for, and outlive the value.
  init(_ table: FeatureTable, _ memory: UnsafeMutablePointer<Entry>) {
    self.table = table
    entries = memory
  }

  @inline(__always)
  mutating func ask(_ number: UInt64, _ value: UInt64, at position: Int) {
    let key = TaggerHash.templated(number, value)
    table.prefetchBucket(of: key)
    entries[count] = Entry(slot: Int64(bitPattern: key), position: Int64(position))
    count &+= 1
  }

  /// A key whose slot is known; -1 when the model does not have it.
  @inline(__always)
  mutating func note(_ slot: Int32, at position: Int, _ family: TaggerFamily) {
    entries[count] = Entry(slot: Int64(slot), position: Int64(position))
    if slot >= 0 { table.prefetchRow(Int(slot), family) }
    count &+= slot >= 0 ? 1 : 0
  }

  /// Puts the slots of the keys that the model has in the place of the keys.
  @inline(__always)
  mutating func find(_ family: TaggerFamily) {
    var known = 0
    for index in 0..<count {
      let entry = entries[index]
      let (slot, found) = table.find(UInt64(bitPattern: entry.slot))
      table.prefetchRow(slot, family)
      entries[known] = Entry(slot: Int64(slot), position: entry.position)
      known &+= found
    }
    count = known
  }

  /// Adds what they say to the tokens' scores, and forgets them.
  @inline(__always)
  mutating func add(to scores: UnsafeMutablePointer<LabelScores>, _ family: TaggerFamily) {
    table.add(UnsafeBufferPointer(start: entries, count: count), to: scores, family)
    count = 0
  }
}

/// What the keys of a table are made of, and which tokens they speak for.
enum TaggerFamily: Int, CaseIterable {
  case words, pairs, triples, singles

  /// Tokens that a key speaks for.
  @inline(__always)
  var roles: Int {
    switch self {
    case .words, .triples: 5
    case .pairs: 4
    case .singles: 1
    }
  }

  /// From a key's position to the first of them.
  @inline(__always)
  var first: Int {
    switch self {
    case .words: -2
    case .pairs, .triples: -1
    case .singles: 0
    }
  }
}

/// The scores of a token's labels, in the order of the labels, in 1/32 of a natural logarithm; the last lanes are spare.
typealias LabelScores = SIMD16<Int16>
