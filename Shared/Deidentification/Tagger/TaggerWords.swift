/// The longest words of the lexicon that start at, end at and pass over a Chinese character.
struct TaggerWords {
  /// Scalars in the high three bits, the lexicon's classes in the low five; 0 when there is none.
  private(set) var starting: UInt8 = 0
  private(set) var ending: UInt8 = 0
  private(set) var inside: UInt8 = 0
  private(set) var startingHash: UInt64 = 0
  private(set) var endingHash: UInt64 = 0

  /// Around a position whose features look for words.
  static let reach = 2

  fileprivate mutating func note(starting hash: UInt64, _ packed: UInt8) { (startingHash, starting) = (hash, packed) }

  fileprivate mutating func note(ending hash: UInt64, _ packed: UInt8) {
    if ending >> 5 < packed >> 5 { (endingHash, ending) = (hash, packed) }
  }

  fileprivate mutating func note(inside packed: UInt8) {
    if inside >> 5 < packed >> 5 { inside = packed }
  }
}

/// Looks for the lexicon's words in a run of tokens.
struct TaggerWordSearch {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let tokens: UnsafeBufferPointer<TaggerToken>
  private let lexicon: TaggerLexicon

  /// Scalars of the longest words in the lexicon.
  private static let scalarsMax = 6

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ tokens: UnsafeBufferPointer<TaggerToken>, _ lexicon: TaggerLexicon) {
    self.bytes = bytes
    self.tokens = tokens
    self.lexicon = lexicon
  }

  /// Writes an entry for each position of the range; those of other scripts are empty. Linear in the range.
  func find(in range: Range<Int>, into words: UnsafeMutableBufferPointer<TaggerWords>) {
    words.initialize(repeating: TaggerWords())
    for start in max(0, range.lowerBound - Self.scalarsMax)..<range.upperBound {
      if start + Self.lookAhead < range.upperBound { prefetch(start + Self.lookAhead) }
      if tokens[start].kind == .han { note(start, range, words) }
    }
  }

  /// Tokens ahead of the one whose words are looked for.
  private static let lookAhead = 6

  /// Asks memory for the lexicon's entry of a character and the next one.
  @inline(__always)
  private func prefetch(_ start: Int) {
    guard tokens[start].kind == .han, tokens[start + 1].kind == .han else { return }
    let hash = TaggerHash.adding(ideographAt: Int(tokens[start + 1].start), of: bytes, to: tokens[start].hash)
    if lexicon.mayBegin(hash) { lexicon.prefetch(hash) }
  }

  private func note(_ start: Int, _ range: Range<Int>, _ words: UnsafeMutableBufferPointer<TaggerWords>) {
    var hash = tokens[start].hash
    for last in start + 1..<start + Self.scalarsMax {
      let token = tokens[last]
      guard token.kind == .han, token.start == tokens[last - 1].end else { return }
      hash = TaggerHash.adding(ideographAt: Int(token.start), of: bytes, to: hash)
      guard lexicon.mayBegin(hash) else { return }
      let value = lexicon.value(hash)
      guard value != 0 else { continue }
      let packed = UInt8(last - start + 1) << 5 | value & 0x1f
      if range.contains(start) { words[start - range.lowerBound].note(starting: hash, packed) }
      if range.contains(last) { words[last - range.lowerBound].note(ending: hash, packed) }
      for middle in start + 1..<last where range.contains(middle) {
        words[middle - range.lowerBound].note(inside: packed)
      }
    }
  }
}
