/// A token of the name tagger. ``TaggerText`` makes them.
struct TaggerToken {
  enum Class: UInt8 { case word, number, han, newline, other }

  var start: Int32
  var end: Int32
  var kind: Class
  /// ``TaggerShape`` in the low four bits, the case mode of the line in the high ones.
  var shape: UInt8
  /// What the lexicon says of a word or a Han character; 0 when it is not there.
  var lexical: UInt8 = 0
  /// Which feature templates apply: those of Chinese or those of Latin script.
  var isHan = false
  /// Slots in the model's tables of the token, and of the pair that it makes with the next one; -1 when there is none.
  var word: Int32 = -1
  var pair: Int32 = -1
  var hash: UInt64
  /// The nearest tokens before and after a run of capitalised words.
  var left: UInt64 = 1
  var right: UInt64 = 2

  /// What stands before and after the text.
  static let before = TaggerToken(start: 0, end: 0, kind: .other, shape: 15, hash: 1)
  static let after = TaggerToken(start: 0, end: 0, kind: .other, shape: 15, hash: 2)

  var isCapitalised: Bool {
    kind == .word && (TaggerShape.title...TaggerShape.mixed).contains(shape & 15)
  }

  /// The shape, and whether the lexicon has the word as a common name, as a place, as a frequent word and at all; of a
  /// Han character, the shape and all that the lexicon says.
  var coarse: UInt64 {
    let shape = UInt64(shape) << 8
    if kind == .han { return shape | UInt64(lexical) }
    let entry = TaggerLexical(lexical)
    return shape | (entry.isCommonName ? 8 : 0) | (entry.isPlace ? 4 : 0) | (entry.frequency == 3 ? 2 : 0)
      | (lexical != 0 ? 1 : 0)
  }
}

/// How a token is written.
enum TaggerShape {
  static let lower: UInt8 = 0
  static let title: UInt8 = 1
  static let upper: UInt8 = 2
  static let initial: UInt8 = 3
  static let mixed: UInt8 = 4
  static let mixedLower: UInt8 = 5
  static let han: UInt8 = 9 + 1
  static let newline: UInt8 = 11
  static let punctuation: UInt8 = 12
  /// The case mode of a line all in lower case.
  static let lowerLine: UInt8 = 3

  static func ofNumber(digits: Int) -> UInt8 { digits == 1 ? 6 : digits == 2 ? 7 : digits == 4 ? 8 : 9 }

  static func ofWord(letters: Int, capitals: Int, isFirstCapital: Bool) -> UInt8 {
    if capitals == 0 { return lower }
    if !isFirstCapital { return mixedLower }
    if letters == 1 { return initial }
    if capitals == letters { return upper }
    return capitals == 1 ? title : mixed
  }
}

/// FNV-1a, 64 bits, of bytes in lower case.
enum TaggerHash {
  static let start: UInt64 = 0xcbf2_9ce4_8422_2325

  static func bytes(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, from start: UInt64 = start) -> UInt64 {
    var hash = start
    var before: UInt8 = 0
    for index in range {
      let byte = bytes[index]
      hash = (hash ^ UInt64(lowered(byte, after: before))) &* 0x100_0000_01b3
      before = byte
    }
    return hash
  }

  /// As ``bytes(_:_:from:)`` for a letter of ASCII.
  @inline(__always)
  static func adding(letter: UInt8, to hash: UInt64) -> UInt64 { (hash ^ UInt64(letter | 0x20)) &* 0x100_0000_01b3 }

  /// As ``bytes(_:_:from:)`` for the three bytes of a Chinese character.
  @inline(__always)
  static func adding(ideographAt index: Int, of bytes: UnsafeBufferPointer<UInt8>, to hash: UInt64 = start) -> UInt64 {
    var hash = hash
    for offset in 0..<3 { hash = (hash ^ UInt64(bytes[index &+ offset])) &* 0x100_0000_01b3 }
    return hash
  }

  /// ASCII and Latin-1, whose lower case is as long as its upper case.
  private static func lowered(_ byte: UInt8, after before: UInt8) -> UInt8 {
    if byte.isASCIIUppercase { return byte | 0x20 }
    return before == 0xc3 && byte >= 0x80 && byte < 0x9f ? byte | 0x20 : byte
  }

  static func combined(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let hash = (a ^ (b &+ 0x9e37_79b9_7f4a_7c15 &+ (a << 6))) &* 0xff51_afd7_ed55_8ccd
    return hash ^ (hash >> 32)
  }

  static func combined(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 { combined(combined(a, b), c) }

  /// The key of a template's value: those of different templates stay apart.
  @inline(__always)
  static func templated(_ number: UInt64, _ value: UInt64) -> UInt64 {
    let hash = (value &+ number &* 0xd6e8_feb8_6659_fd93) &* 0x9fb2_1c65_1e98_df25
    return hash ^ (hash &>> 29)
  }
}
