/// What is done to text before it is cut: tokenizer.json's `normalizer`.
indirect enum Normalizer: Sendable {
  case sequence([Normalizer])
  case form(UnicodeForm)
  case lowercase
  case stripAccents
  /// Takes white space off the start, the end or both.
  case strip(start: Bool, end: Bool)
  case prepend([UInt8])
  case append([UInt8])
  case replace(Splitter, with: [UInt8])
  /// SentencePiece's compiled map of characters.
  case charsMap(CharsMap)
  /// One of the fixed rules scalar by scalar.
  case scalars(ScalarRule)
  /// Each byte as its visible character (``ByteLevelAlphabet``).
  case byteLevel

  static let identity = Normalizer.sequence([])

  /// Whether it changes nothing, so that text needs no copy.
  var isIdentity: Bool { if case .sequence(let parts) = self { parts.allSatisfy(\.isIdentity) } else { false } }

  /// Whether `text[range]` is sure to come out as it is; often false for text that would.
  func leavesUnchanged(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    switch self {
    case .sequence(let parts): parts.allSatisfy { $0.leavesUnchanged(text, range) }
    case .form(let form): form.isSure(of: text, range)
    default: false
    }
  }

  func normalize(_ text: [UInt8]) throws(TokenizerError) -> [UInt8] {
    if case .sequence(let parts) = self {
      var text = text
      for part in parts { text = try part.normalize(text) }
      return text
    }
    var output = PlainOutput(byteCount: text.count)
    try write(text.span, into: &output)
    return output.bytes
  }

  func normalize(_ text: AlignedText) throws(TokenizerError) -> AlignedText {
    if case .sequence(let parts) = self {
      var text = text
      for part in parts { text = try part.normalize(text) }
      return text
    }
    return try text.rewritten { (span, output) throws(TokenizerError) in try write(span, into: &output) }
  }

  private func write<Output: TextOutput>(
    _ text: Span<UInt8>, into output: inout Output
  ) throws(TokenizerError) {
    switch self {
    case .sequence: preconditionFailure("a sequence is applied part by part")
    case .form(let form): form.write(text, into: &output)
    case .lowercase: LetterCase.writeLowercase(text, into: &output)
    case .stripAccents: ScalarRule.withoutMarks.write(text, into: &output)
    case .strip(let start, let end): Self.writeStripped(text, start, end, into: &output)
    case .prepend(let prefix): Self.writePrefixed(text, prefix, into: &output)
    case .append(let suffix): Self.writeSuffixed(text, suffix, into: &output)
    case .replace(let splitter, let content): try splitter.writeReplaced(text, with: content, into: &output)
    case .charsMap(let map): map.write(text, into: &output)
    case .scalars(let rule): rule.write(text, into: &output)
    case .byteLevel: ByteLevelAlphabet.writeCharacters(of: text, into: &output)
    }
  }

  /// The prefix counts as part of the first scalar.
  static func writePrefixed<Output: TextOutput>(
    _ text: Span<UInt8>, _ prefix: [UInt8], into output: inout Output
  ) {
    if text.isEmpty { return }
    let first = text.scalar(at: 0)
    for (place, scalar) in prefix.scalarValues.enumerated() {
      if place == 0 { output.put(scalar, for: 0) } else { output.insert(scalar, at: first.length) }
    }
    output.keep(text, 0..<text.count)
  }

  private static func writeSuffixed<Output: TextOutput>(
    _ text: Span<UInt8>, _ suffix: [UInt8], into output: inout Output
  ) {
    if text.isEmpty { return }
    output.keep(text, 0..<text.count)
    for scalar in suffix.scalarValues { output.insert(scalar, at: text.count) }
  }

  private static func writeStripped<Output: TextOutput>(
    _ text: Span<UInt8>, _ start: Bool, _ end: Bool, into output: inout Output
  ) {
    var low = 0
    var high = text.count
    while start, low < high, ScalarClass.isWhitespace(text.scalar(at: low).value) {
      low += text.scalar(at: low).length
    }
    while end, low < high {
      let last = text.startOfScalar(before: high)
      guard ScalarClass.isWhitespace(text.scalar(at: last).value) else { break }
      high = last
    }
    output.keep(text, low..<high)
  }
}

extension Splitter {
  /// `text` with `content` in the place of each match; it counts as part of the match's last scalar.
  func writeReplaced<Output: TextOutput>(
    _ text: Span<UInt8>, with content: [UInt8], into output: inout Output
  ) throws(TokenizerError) {
    let scalars = content.scalarValues
    for (range, isMatch) in try segments(of: text, in: 0..<text.count) {
      if isMatch {
        for scalar in scalars { output.insert(scalar, at: range.upperBound) }
      } else {
        output.keep(text, range)
      }
    }
  }
}

extension [UInt8] {
  /// The scalar values of bytes that are UTF-8.
  var scalarValues: [UInt32] { String(decoding: self, as: UTF8.self).unicodeScalars.map(\.value) }
}
