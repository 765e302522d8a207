/// The phrases of all anchors, looked up where a word or a Chinese character begins.
///
/// Most words begin no phrase: their first two bytes, then a hash of their first two, three or four tell so, ASCII
/// letters in lower case.
struct PhraseTable: Sendable {
  struct Phrase: Sendable {
    /// Where its bytes lie in `text`: in lower case, unless the case counts.
    var start: Int32
    var count: Int32
    var isExact: Bool
    /// Whether it may go on with further letters.
    var isStem: Bool
    /// The next phrase with the same hash; −1 ends the list.
    var next: Int32
    var reach: LaneReach
  }

  private var text: [UInt8] = []
  private var phrases: [Phrase] = []
  /// The first phrase by width and hash of the first bytes; −1 where there is none.
  private var heads = [Int32](repeating: -1, count: 3 * Self.slots)
  /// Which widths occur after two first bytes, a bit each.
  private var widths = [UInt8](repeating: 0, count: 1 << 10)
  /// Which characters of three bytes begin a phrase, a bit each.
  private var characters = [UInt64](repeating: 0, count: 1 << 10)

  private static let slots = 1 << 12

  mutating func insert(_ phrase: String, _ reach: LaneReach) {
    let isStem = phrase.utf8.last == UInt8(ascii: "*")
    let bytes = Array(phrase.utf8.dropLast(isStem ? 1 : 0))
    let width = bytes[0] >= 0x80 ? 3 : min(bytes.count, 4)
    let slot = Self.slot(Self.key(bytes), width: width)
    if width == 3, bytes[0] >= 0xe0 {
      let value = Self.character(bytes[0], bytes[1], bytes[2])
      characters[value >> 6] |= 1 << UInt64(value & 63)
    } else {
      widths[Self.pair(bytes[0], bytes[1])] |= 1 << UInt8(width - 2)
    }
    phrases.append(
      Phrase(
        start: Int32(text.count), count: Int32(bytes.count), isExact: bytes.contains(where: \.isASCIIUppercase),
        isStem: isStem || bytes[0] >= 0x80, next: heads[slot], reach: reach))
    heads[slot] = Int32(phrases.count - 1)
    text += bytes
  }

  private static func key(_ bytes: [UInt8]) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32($1 < bytes.count ? bytes[$1] : 0) << UInt32(8 * $1) }
  }

  @inline(__always)
  fileprivate static func pair(_ first: UInt8, _ second: UInt8) -> Int { Int(first & 31) << 5 | Int(second & 31) }

  @inline(__always)
  fileprivate static func character(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
    Int(first & 0xf) << 12 | Int(second & 0x3f) << 6 | Int(third & 0x3f)
  }

  @inline(__always)
  fileprivate static func slot(_ key: UInt32, width: Int) -> Int {
    let folded = (key | 0x2020_2020) & (0xffff_ffff >> UInt32(32 - 8 * width))
    return (width - 2) * slots + Int((folded &* 0x9e37_79b1) >> 20)
  }

  /// The table for the length of a scan.
  func withView<Result>(_ body: (PhraseView) -> Result) -> Result {
    text.withUnsafeBufferPointer { text in
      phrases.withUnsafeBufferPointer { phrases in
        heads.withUnsafeBufferPointer { heads in
          widths.withUnsafeBufferPointer { widths in
            characters.withUnsafeBufferPointer { characters in
              body(PhraseView(text: text, phrases: phrases, heads: heads, widths: widths, characters: characters))
            }
          }
        }
      }
    }
  }
}

/// A ``PhraseTable`` that is being asked.
struct PhraseView {
  fileprivate let text: UnsafeBufferPointer<UInt8>
  fileprivate let phrases: UnsafeBufferPointer<PhraseTable.Phrase>
  fileprivate let heads: UnsafeBufferPointer<Int32>
  fileprivate let widths: UnsafeBufferPointer<UInt8>
  fileprivate let characters: UnsafeBufferPointer<UInt64>

  /// Whether a phrase may begin with the character of three bytes at `index`.
  @inline(__always)
  func mayBegin(withCharacterAt index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard index + 2 < bytes.count else { return false }
    let value = PhraseTable.character(bytes[index], bytes[index + 1], bytes[index + 2])
    return characters[value >> 6] >> UInt64(value & 63) & 1 != 0
  }

  /// Calls `found` with the reach of each phrase at `index`, and where the phrase ends.
  @inline(__always)
  func forEach(
    at index: Int, in bytes: UnsafeBufferPointer<UInt8>, _ found: (LaneReach, _ end: Int) -> Void
  ) {
    guard index + 2 <= bytes.count else { return }
    // A character has its own filter.
    var left = bytes[index] >= 0xe0 ? 2 : widths[PhraseTable.pair(bytes[index], bytes[index + 1])]
    guard left != 0 else { return }
    let key = key(bytes, index)
    while left != 0 {
      let width = left.trailingZeroBitCount + 2
      var next = heads[PhraseTable.slot(key, width: width)]
      while next >= 0 {
        let phrase = phrases[Int(next)]
        if isHere(phrase, index, bytes) { found(phrase.reach, index + Int(phrase.count)) }
        next = phrase.next
      }
      left &= left - 1
    }
  }

  @inline(__always)
  private func key(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt32 {
    if index + 4 <= bytes.count {
      return UnsafeRawPointer(bytes.baseAddress! + index).loadUnaligned(as: UInt32.self).littleEndian
    }
    return (0..<4).reduce(0) { key, offset in
      key | UInt32(index + offset < bytes.count ? bytes[index + offset] : 0) << UInt32(8 * offset)
    }
  }

  private func isHere(_ phrase: PhraseTable.Phrase, _ index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let (start, count) = (Int(phrase.start), Int(phrase.count))
    let end = index + count
    guard end <= bytes.count, phrase.isStem || end == bytes.count || !bytes[end].isASCIILetter else { return false }
    for offset in 0..<count {
      let (byte, other) = (text[start + offset], bytes[index + offset])
      guard other == byte || !phrase.isExact && other.asciiLowercased == byte else { return false }
    }
    return true
  }
}

/// Which lane an anchor opens, and how far around the sign.
struct LaneReach: Sendable {
  var lane: Int
  /// Whether the lane's matches begin at known places; see ``MatchStart``.
  var hasStarts: Bool
  var before: Int
  var after: Int
  var needsDigit: Bool
}
