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

  static let ways = Int(weir_tagger_ways)

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
    Int(weir_tagger_slot(keys.assumingMemoryBound(to: UInt16.self), UInt32(bucketShift), key))
  }

  @inline(__always)
  func prefetchBucket(of key: UInt64) {
    weir_tagger_prefetch(keys + Int(truncatingIfNeeded: key &>> bucketShift) &* 16)
  }

  /// Puts the slots of the keys that the table has in the place of the keys; returns how many these are.
  @inline(__always)
  func find(_ entries: UnsafeMutablePointer<weir_tagger_hit>, _ count: Int, _ family: TaggerFamily) -> Int {
    weir_tagger_find(
      entries, count, keys.assumingMemoryBound(to: UInt16.self), UInt32(bucketShift),
      rows.assumingMemoryBound(to: Int8.self), family.roles)
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
    count = table.find(entries, count, family)
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
