/// The scores that the features of a token give its labels.
///
/// Source of the templates: Zhang and Johnson (CoNLL 2003) for words, affixes and shapes; Zhang and Yang (ACL 2018),
/// baseline of section 3.1, for characters, and their lexicon words as features.
struct TaggerFeatures {
  private let model: TaggerModel
  private let bytes: UnsafeBufferPointer<UInt8>
  private let tokens: UnsafeBufferPointer<TaggerToken>
  private let words: UnsafeBufferPointer<TaggerWords>

  /// The buffers must outlive the value; `words` may be empty where no token is Chinese.
  init(
    _ model: TaggerModel, _ bytes: UnsafeBufferPointer<UInt8>, _ tokens: UnsafeBufferPointer<TaggerToken>,
    _ words: UnsafeBufferPointer<TaggerWords>
  ) {
    self.model = model
    self.bytes = bytes
    self.tokens = tokens
    self.words = words
  }

  func scores(_ index: Int) -> SIMD16<Int16> { tokens[index].isHan ? han(index) : latin(index) }

  /// A sum over templates, which are numbered in the order in which they are added.
  private struct Sum {
    let model: TaggerModel
    let first: UInt64
    var number: UInt64
    // Weights of even and odd labels, each plus 128 so that the two bytes of a lane come apart without signs.
    var even = SIMD8<UInt16>.zero
    var odd = SIMD8<UInt16>.zero

    init(_ model: TaggerModel, from first: UInt64) {
      self.model = model
      self.first = first
      number = first
    }

    @inline(__always)
    mutating func add(_ value: UInt64) {
      let hash = (value &+ number &* 0xd6e8_feb8_6659_fd93) &* 0x9fb2_1c65_1e98_df25
      let row = model.row(of: hash ^ (hash >> 29)) ^ SIMD8(repeating: 0x8080)
      even &+= row & SIMD8(repeating: 0xff)
      odd &+= row &>> SIMD8(repeating: 8)
      number &+= 1
    }

    var scores: SIMD16<Int16> {
      let offset = SIMD8<UInt16>(repeating: UInt16(128 * (number - first)))
      var scores = SIMD16<Int16>()
      scores.evenHalf = unsafeBitCast(even &- offset, to: SIMD8<Int16>.self)
      scores.oddHalf = unsafeBitCast(odd &- offset, to: SIMD8<Int16>.self)
      return scores
    }
  }

  @inline(__always) private func h(_ index: Int) -> UInt64 { tokens[index].hash }
  @inline(__always) private func s(_ index: Int) -> UInt64 { UInt64(tokens[index].shape) }
  @inline(__always) private func g(_ index: Int) -> UInt64 { UInt64(tokens[index].lexical) }
  @inline(__always) private func pair(_ a: UInt64, _ b: UInt64) -> UInt64 { TaggerHash.combined(a, b) }
  @inline(__always) private func triple(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 {
    TaggerHash.combined(a, b, c)
  }
}

// MARK: Latin script

extension TaggerFeatures {
  private func latin(_ i: Int) -> SIMD16<Int16> {
    let token = tokens[i]
    let sg = s(i) << 8 | g(i)
    var sum = Sum(model, from: 0)
    sum.add(0)
    sum.add(h(i))
    sum.add(h(i - 1))
    sum.add(h(i + 1))
    sum.add(h(i - 2))
    sum.add(h(i + 2))
    sum.add(pair(h(i - 1), h(i)))
    sum.add(pair(h(i), h(i + 1)))
    sum.add(pair(h(i - 1), h(i + 1)))
    sum.add(triple(h(i - 2), h(i - 1), s(i)))
    sum.add(triple(h(i + 1), h(i + 2), s(i)))
    sum.add(s(i) << 16 | s(i - 1) << 8 | s(i + 1))
    sum.add(s(i) << 16 | s(i + 1) << 8 | s(i + 2))
    sum.add(s(i) << 16 | s(i - 1) << 8 | s(i - 2))
    sum.add(sg)
    sum.add(sg << 8 | g(i + 1))
    sum.add(sg << 8 | g(i - 1))
    sum.add(sg << 16 | g(i - 1) << 8 | g(i + 1))
    sum.add(sg << 16 | s(i - 1) << 8 | s(i + 1))
    sum.add(pair(h(i - 1), sg))
    sum.add(pair(h(i + 1), sg))
    sum.add(pair(token.left, s(i)))
    sum.add(pair(token.right, s(i)))
    sum.add(triple(token.left, token.right, s(i)))
    guard token.kind == .word else { return sum.scores }
    sum.add(prefix(token, 3))
    sum.add(suffix(token, 2))
    sum.add(suffix(token, 3))
    sum.add(pair(suffix(token, 4), s(i)))
    return sum.scores
  }

  private func prefix(_ token: TaggerToken, _ count: Int32) -> UInt64 {
    affix(token, token.start..<min(token.start + count, token.end), count)
  }

  private func suffix(_ token: TaggerToken, _ count: Int32) -> UInt64 {
    affix(token, max(token.end - count, token.start)..<token.end, count)
  }

  private func affix(_ token: TaggerToken, _ range: Range<Int32>, _ count: Int32) -> UInt64 {
    let length = token.end - token.start
    let hash = TaggerHash.bytes(bytes, Int(range.lowerBound)..<Int(range.upperBound))
    return hash &+ (length < count ? UInt64(length) : 0)
  }
}

// MARK: Chinese

extension TaggerFeatures {
  private func han(_ i: Int) -> SIMD16<Int16> {
    let word = words[i]
    let around = UInt64(word.starting) << 16 | UInt64(word.ending) << 8 | UInt64(word.inside)
    var sum = Sum(model, from: 64)
    sum.add(0)
    sum.add(h(i))
    sum.add(h(i - 1))
    sum.add(h(i + 1))
    sum.add(h(i - 2))
    sum.add(h(i + 2))
    sum.add(pair(h(i - 2), h(i - 1)))
    sum.add(pair(h(i - 1), h(i)))
    sum.add(pair(h(i), h(i + 1)))
    sum.add(pair(h(i + 1), h(i + 2)))
    sum.add(pair(h(i - 1), h(i + 1)))
    sum.add(triple(h(i - 2), h(i - 1), h(i)))
    sum.add(triple(h(i - 1), h(i), h(i + 1)))
    sum.add(triple(h(i), h(i + 1), h(i + 2)))
    sum.add(triple(h(i - 3), h(i - 2), h(i - 1)))
    sum.add(triple(h(i + 1), h(i + 2), h(i + 3)))
    sum.add(g(i) << 16 | g(i + 1) << 8 | g(i + 2))
    sum.add(g(i) << 16 | g(i - 1) << 8 | g(i + 1))
    sum.add(g(i) << 16 | g(i - 1) << 8 | g(i - 2))
    sum.add(g(i))
    sum.add(around)
    sum.add(UInt64(word.starting))
    sum.add(UInt64(word.ending))
    sum.add(around << 16 | g(i) << 8 | g(i + 1))
    sum.add(pair(words[i - 1].endingHash, g(i)))
    sum.add(pair(words[i + 1].startingHash, g(i)))
    sum.add(triple(words[i + 2].startingHash, g(i), g(i + 1)))
    sum.add(triple(words[i - 2].endingHash, g(i), g(i - 1)))
    sum.add(triple(h(i - 1), g(i), g(i + 1)))
    sum.add(triple(h(i + 1), g(i), g(i - 1)))
    return sum.scores
  }
}
