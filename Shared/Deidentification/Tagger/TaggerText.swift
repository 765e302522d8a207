/// A text as the tagger sees it: tokens, with what the lexicon and the line say of each.
///
/// The trainer has the same in `tokens.h`; the parity test holds both together.
struct TaggerText {
  /// Tokens with ``margin`` sentinels before and after them, so that features look around without asking where they are.
  private(set) var tokens: [TaggerToken]
  private(set) var hasHan = false
  private var hasCapitals = false
  let bytes: UnsafeBufferPointer<UInt8>

  /// Features of a token look two tokens beyond the three around it.
  static let margin = 6

  /// `bytes` must outlive the value.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ model: TaggerModel) {
    self.bytes = bytes
    tokens = []
    tokens.reserveCapacity(bytes.count / 2 + 2 * Self.margin)
    appendSentinels(Self.sentinel(.before, model))
    tokenize()
    lookUp(model)
    appendSentinels(Self.sentinel(.after, model))
    setCaseModes()
    if hasCapitals { setNeighbours() }
    if hasHan {
      setScripts()
      setPairs(model)
    }
  }

  private static func sentinel(_ token: TaggerToken, _ model: TaggerModel) -> TaggerToken {
    var token = token
    token.word = Int32(model.tables.words.slot(of: TaggerHash.templated(0, token.hash)))
    return token
  }

  private mutating func appendSentinels(_ token: TaggerToken) { for _ in 0..<Self.margin { tokens.append(token) } }

  /// Without the sentinels.
  var range: Range<Int> { Self.margin..<(tokens.count - Self.margin) }
}

// MARK: Tokens

extension TaggerText {
  private mutating func tokenize() {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x20 || byte == 0x09 || byte == 0x0d {
        index += 1
        continue
      }
      if let ideograph = ideograph(at: index) {
        hasHan = true
        tokens.append(ideograph)
        index += 3
        continue
      }
      let token = byte.isASCIILetter ? asciiWord(at: index) ?? word(at: index) : token(at: index)
      index = Int(token.end)
      if token.isCapitalised { hasCapitals = true }
      tokens.append(token)
    }
  }

  /// Tokens ahead of the one that is looked up for which memory is asked: as many as it can bring at a time.
  private static let lookAhead = 10

  /// The slot and the lexicon's entry of each token.
  private mutating func lookUp(_ model: TaggerModel) {
    let (words, lexicon) = (model.tables.words, model.lexicon)
    tokens.withUnsafeMutableBufferPointer { tokens in
      for index in Self.margin..<tokens.count {
        if index + Self.lookAhead < tokens.count {
          let hash = tokens[index + Self.lookAhead].hash
          words.prefetchBucket(of: TaggerHash.templated(0, hash))
          lexicon.prefetch(hash)
        }
        let hash = tokens[index].hash
        tokens[index].word = Int32(truncatingIfNeeded: words.slot(of: TaggerHash.templated(0, hash)))
        if tokens[index].kind == .word || tokens[index].kind == .han { tokens[index].lexical = lexicon.value(hash) }
      }
    }
  }

  /// A word of ASCII letters, as most are, in one look at each; nil when it goes on with another letter.
  @inline(__always)
  private func asciiWord(at start: Int) -> TaggerToken? {
    var (end, capitals, hash) = (start, 0, TaggerHash.start)
    while end < bytes.count, bytes[end].isASCIILetter {
      capitals &+= bytes[end] < 0x61 ? 1 : 0
      hash = TaggerHash.adding(letter: bytes[end], to: hash)
      end += 1
    }
    if end < bytes.count, bytes[end] >= 0x80, Self.isLetter(scalar(at: end).0) { return nil }
    let shape = TaggerShape.ofWord(
      letters: end - start, capitals: capitals, isFirstCapital: bytes[start].isASCIIUppercase)
    return TaggerToken(start: Int32(start), end: Int32(end), kind: .word, shape: shape, hash: hash)
  }

  /// A Chinese character, as most of a Chinese text are; nil at another one.
  @inline(__always)
  private func ideograph(at start: Int) -> TaggerToken? {
    guard (0xe3...0xe9).contains(bytes[start]), start + 2 < bytes.count, Self.isIdeograph(scalar(at: start).0) else {
      return nil
    }
    return TaggerToken(
      start: Int32(start), end: Int32(start + 3), kind: .han, shape: TaggerShape.han,
      hash: TaggerHash.adding(ideographAt: start, of: bytes))
  }

  /// What is neither a Chinese character nor a word of ASCII letters.
  private func token(at start: Int) -> TaggerToken {
    let (value, length) = scalar(at: start)
    if Self.isLetter(value) { return word(at: start) }
    if bytes[start].isASCIIDigit { return number(at: start) }
    let end = min(start + length, bytes.count)
    let isNewline = value == 0x0a
    return TaggerToken(
      start: Int32(start), end: Int32(end), kind: isNewline ? .newline : .other,
      shape: isNewline ? TaggerShape.newline : TaggerShape.punctuation, hash: TaggerHash.bytes(bytes, start..<end))
  }

  private func word(at start: Int) -> TaggerToken {
    var (end, letters, capitals) = (start, 0, 0)
    var isFirstCapital = false
    while end < bytes.count {
      let (value, length) = scalar(at: end)
      guard Self.isLetter(value) else { break }
      if Self.isCapital(value) {
        capitals += 1
        if letters == 0 { isFirstCapital = true }
      }
      letters += 1
      end += length
    }
    end = min(end, bytes.count)
    let shape = TaggerShape.ofWord(letters: letters, capitals: capitals, isFirstCapital: isFirstCapital)
    return TaggerToken(
      start: Int32(start), end: Int32(end), kind: .word, shape: shape, hash: TaggerHash.bytes(bytes, start..<end))
  }

  private func number(at start: Int) -> TaggerToken {
    var end = start
    while end < bytes.count, bytes[end].isASCIIDigit { end += 1 }
    let shape = TaggerShape.ofNumber(digits: end - start)
    return TaggerToken(
      start: Int32(start), end: Int32(end), kind: .number, shape: shape, hash: TaggerHash.start &+ UInt64(shape))
  }

  /// The scalar and its length. The bytes are valid UTF-8, as a Swift string gave them.
  @inline(__always)
  private func scalar(at index: Int) -> (UInt32, Int) {
    let lead = bytes[index]
    if lead < 0x80 { return (UInt32(lead), 1) }
    let length = NormalisedText.scalarLength(leadByte: lead)
    var value = UInt32(lead) & (0x7f >> UInt32(length))
    for next in index + 1..<index + length {
      value = value << 6 | (next < bytes.count ? UInt32(bytes[next]) & 0x3f : 0)
    }
    return (value, length)
  }

  private static func isLetter(_ value: UInt32) -> Bool {
    if value < 0x80 { return UInt8(value).isASCIILetter }
    return value >= 0xc0 && value < 0x800 || value >= 0x1e00 && value < 0x1f00
  }

  private static func isIdeograph(_ value: UInt32) -> Bool {
    value >= 0x4e00 && value <= 0x9fff || value >= 0x3400 && value <= 0x4dbf
  }

  /// Capitals of ASCII, Latin-1, Latin Extended-A and Additional, Greek and Cyrillic.
  private static func isCapital(_ value: UInt32) -> Bool {
    switch value {
    case ..<0x80: UInt8(value).isASCIIUppercase
    case ..<0x100: value >= 0xc0 && value <= 0xde && value != 0xd7
    case ..<0x180: ((0x139...0x148).contains(value) || (0x179...0x17e).contains(value)) == (value & 1 != 0)
    case 0x1e00...: value & 1 == 0
    default: (0x391...0x3a9).contains(value) || (0x400...0x42f).contains(value)
    }
  }
}

// MARK: What stands around

extension TaggerText {
  /// Lines all in capitals, all in lower case or all in title case: there a capital says something else.
  private mutating func setCaseModes() {
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      while end < range.upperBound, tokens[end].kind != .newline { end += 1 }
      let mode = caseMode(start..<end)
      if mode != 0 { for index in start..<end { tokens[index].shape |= mode << 4 } }
      start = end + 1
    }
  }

  private func caseMode(_ line: Range<Int>) -> UInt8 {
    var (words, upper, capital, lower) = (0, 0, 0, 0)
    for index in line where tokens[index].kind == .word && tokens[index].end - tokens[index].start >= 2 {
      let shape = tokens[index].shape
      words += 1
      upper += shape == TaggerShape.upper ? 1 : 0
      lower += shape == TaggerShape.lower ? 1 : 0
      capital += shape != TaggerShape.lower && shape != TaggerShape.mixedLower ? 1 : 0
    }
    if words >= 2, upper * 5 >= words * 4 { return 1 }
    if words >= 2, lower == words { return 3 }
    return words >= 3 && capital * 5 >= words * 4 ? 2 : 0
  }

  /// Numbers and punctuation beside Chinese belong to it.
  private mutating func setScripts() {
    let range = range
    tokens.withUnsafeMutableBufferPointer { tokens in
      for index in range {
        let kind = tokens[index].kind
        let isNeutral = kind == .number || kind == .other
        tokens[index].isHan =
          kind == .han || isNeutral && (tokens[index - 1].isHan || tokens[index + 1].kind == .han)
      }
    }
  }

  /// What stands beside a run of capitals: only its words ask.
  private mutating func setNeighbours() {
    let range = range
    tokens.withUnsafeMutableBufferPointer { tokens in
      var last: UInt64 = 1
      for index in range {
        tokens[index].left = last
        if !tokens[index].isCapitalised { last = tokens[index].hash }
      }
      last = 2
      for index in range.reversed() {
        tokens[index].right = last
        if !tokens[index].isCapitalised { last = tokens[index].hash }
      }
    }
  }

  /// Of the pairs that the gate asks for: those beside Chinese.
  private mutating func setPairs(_ model: TaggerModel) {
    let pairs = model.tables.pairs
    let (first, last) = (range.lowerBound - 2, range.upperBound + 1)
    tokens.withUnsafeMutableBufferPointer { tokens in
      for index in first..<last {
        if index + Self.lookAhead < last {
          pairs.prefetchBucket(of: Self.pairKey(tokens.baseAddress! + index + Self.lookAhead))
        }
        let isAsked =
          tokens[index - 1].isHan || tokens[index].isHan || tokens[index + 1].isHan || tokens[index + 2].isHan
        if isAsked {
          tokens[index].pair = Int32(truncatingIfNeeded: pairs.slot(of: Self.pairKey(tokens.baseAddress! + index)))
        }
      }
    }
  }

  /// Of a token and the next one.
  @inline(__always)
  private static func pairKey(_ token: UnsafePointer<TaggerToken>) -> UInt64 {
    TaggerHash.templated(1, TaggerHash.combined(token[0].hash, token[1].hash))
  }
}
