/// The ids of words that were met before, in bounded memory: when it is full it starts again from nothing.
struct WordCache {
  /// Words at most; each takes 24 bytes here and about 20 in the arenas, which makes some 2 MB.
  static let wordCountMax = 1 << 15
  /// Longer words are rare, and seldom come again.
  static let wordByteCountMax = 48

  private struct Slot {
    var hash: UInt32 = 0
    var textStart: UInt32 = 0
    var idStart: UInt32 = 0
    /// Zero is a free slot.
    var textCount: UInt16 = 0
    var idCount: UInt16 = 0
  }

  private var slots = [Slot](repeating: Slot(), count: wordCountMax * 2)
  private var text: [UInt8] = []
  private var ids: [Int32] = []
  private var count = 0

  /// Appends the ids of the word `source[range]`; false if it is not known.
  mutating func append(_ source: Span<UInt8>, _ range: Range<Int>, to output: inout [Int32]) -> Bool {
    let hash = Self.hash(source, range)
    var index = Int(hash) & (slots.count - 1)
    while slots[index].textCount != 0 {
      let slot = slots[index]
      if slot.hash == hash, Int(slot.textCount) == range.count, isEqual(slot, source, range) {
        for place in Int(slot.idStart)..<Int(slot.idStart) + Int(slot.idCount) { output.append(ids[place]) }
        return true
      }
      index = (index + 1) & (slots.count - 1)
    }
    return false
  }

  /// Remembers the ids of a word that is not known.
  mutating func insert(_ source: Span<UInt8>, _ range: Range<Int>, _ wordIDs: ArraySlice<Int32>) {
    guard !range.isEmpty, range.count <= Self.wordByteCountMax else { return }
    if count >= Self.wordCountMax { self = WordCache() }
    let hash = Self.hash(source, range)
    var index = Int(hash) & (slots.count - 1)
    while slots[index].textCount != 0 { index = (index + 1) & (slots.count - 1) }
    slots[index] = Slot(
      hash: hash, textStart: UInt32(text.count), idStart: UInt32(ids.count), textCount: UInt16(range.count),
      idCount: UInt16(wordIDs.count))
    for place in range { text.append(source[place]) }
    ids += wordIDs
    count += 1
  }

  private func isEqual(_ slot: Slot, _ source: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let start = Int(slot.textStart)
    for offset in 0..<range.count where text[start + offset] != source[range.lowerBound + offset] { return false }
    return true
  }

  /// FNV-1a, folded so that the low bits depend on all bytes.
  @inline(__always)
  private static func hash(_ source: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in range { hash = (hash ^ UInt64(source[index])) &* 0x100_0000_01b3 }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }
}
