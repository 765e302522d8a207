/// How tokens become text again: tokenizer.json's `decoder`.
struct Decoder: Sendable {
  enum Step: Sendable {
    /// Characters of the byte-level alphabet to bytes, all tokens together.
    case byteLevel
    case replace(Splitter, with: [UInt8])
    /// `<0x0A>` to its byte.
    case byteFallback
    case fuse
    /// Takes up to so many of one scalar off each token's start and end.
    case strip(content: [UInt8], start: Int, stop: Int)
    /// SentencePiece's visible space to a space; the first token's are dropped if encoding put one there.
    case metaspace(replacement: [UInt8], dropsFirst: Bool)
    /// A space before each token but the first and those that go on with a word.
    case wordPiece(prefix: [UInt8], cleansUp: Bool)
    /// A space for the mark that ends a word, nothing for the last.
    case wordEnds(suffix: [UInt8])
    case connectionist(ConnectionistDecoding)
  }

  var steps: [Step]
  /// Put between tokens when the file names no decoder.
  var separator: [UInt8] = []

  /// Whether it only turns the byte-level alphabet into bytes.
  var isByteLevel: Bool {
    if case .byteLevel? = steps.first { steps.count == 1 && separator.isEmpty } else { false }
  }

  /// The bytes of a whole sequence of tokens.
  func decode(_ tokens: [[UInt8]]) throws(TokenizerError) -> [UInt8] {
    var tokens = tokens
    for step in steps { tokens = try step.apply(to: tokens) }
    return Array(tokens.joined(separator: separator))
  }

  /// The bytes of one token amid others, as a stream shows it: nothing is stripped at its ends.
  func bytes(of token: [UInt8]) throws(TokenizerError) -> [UInt8] {
    var token = token
    for step in steps {
      // Steps are about text, which a part of a scalar is not.
      if String(validating: token, as: UTF8.self) == nil { break }
      token = try step.bytes(of: token)
    }
    return token
  }
}

extension Decoder.Step {
  fileprivate func bytes(of token: [UInt8]) throws(TokenizerError) -> [UInt8] {
    switch self {
    case .fuse, .strip, .connectionist: token
    case .byteLevel: ByteLevelAlphabet.bytes(of: token) ?? token
    case .byteFallback: ByteFallback.byte(of: token).map { [$0] } ?? token
    case .metaspace(let replacement, _): Self.replacing(replacement, in: token, with: [0x20])
    // Neither the first nor the last of three.
    case .wordPiece, .wordEnds: try apply(to: [[], token, []])[1]
    case .replace(.literal(let old), let new): Self.replacing(old, in: token, with: new)
    case .replace: try apply(to: [token])[0]
    }
  }

  fileprivate func apply(to tokens: [[UInt8]]) throws(TokenizerError) -> [[UInt8]] {
    switch self {
    case .byteLevel:
      let bytes = tokens.flatMap { ByteLevelAlphabet.bytes(of: $0) ?? $0 }
      return [Array(String(decoding: bytes, as: UTF8.self).utf8)]
    case .replace(let splitter, let content):
      var replaced: [[UInt8]] = []
      for token in tokens {
        var output = PlainOutput(byteCount: token.count)
        try splitter.writeReplaced(token.span, with: content, into: &output)
        replaced.append(output.bytes)
      }
      return replaced
    case .byteFallback: return Self.joiningFallbackBytes(tokens)
    case .fuse: return [Array(tokens.joined())]
    case .strip(let content, let start, let stop): return tokens.map { Self.strip($0, content, start, stop) }
    case .metaspace(let replacement, let dropsFirst):
      return tokens.enumerated().map { index, token in
        Self.replacing(replacement, in: token, with: dropsFirst && index == 0 ? [] : [0x20])
      }
    case .wordPiece(let prefix, let cleansUp):
      return tokens.enumerated().map { index, token in
        let text =
          index == 0 ? token : token.starts(with: prefix) ? Array(token.dropFirst(prefix.count)) : [0x20] + token
        return cleansUp ? EnglishCleanup.apply(to: text) : text
      }
    case .wordEnds(let suffix):
      return tokens.enumerated().map { index, token in
        Self.replacing(suffix, in: token, with: index == tokens.count - 1 ? [] : [0x20])
      }
    case .connectionist(let decoding): return decoding.apply(to: tokens)
    }
  }

  /// A run of byte tokens that is not UTF-8 becomes one U+FFFD for each byte.
  private static func joiningFallbackBytes(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var output: [[UInt8]] = []
    var run: [UInt8] = []
    for token in tokens {
      if let byte = ByteFallback.byte(of: token) {
        run.append(byte)
      } else {
        output += textOf(run)
        run = []
        output.append(token)
      }
    }
    return output + textOf(run)
  }

  private static func textOf(_ run: [UInt8]) -> [[UInt8]] {
    if run.isEmpty { return [] }
    if String(validating: run, as: UTF8.self) != nil { return [run] }
    return run.map { _ in Array("\u{fffd}".utf8) }
  }

  private static func strip(_ token: [UInt8], _ content: [UInt8], _ start: Int, _ stop: Int) -> [UInt8] {
    var rest = token[...]
    for _ in 0..<start {
      guard rest.starts(with: content) else { break }
      rest = rest.dropFirst(content.count)
    }
    for _ in 0..<stop {
      guard rest.suffix(content.count).elementsEqual(content) else { break }
      rest = rest.dropLast(content.count)
    }
    return Array(rest)
  }

  static func replacing(_ old: [UInt8], in text: [UInt8], with new: [UInt8]) -> [UInt8] {
    guard let first = old.first, text.count >= old.count else { return text }
    var output: [UInt8] = []
    var index = 0
    while index < text.count {
      if text[index] == first, text[index...].starts(with: old) {
        output += new
        index += old.count
      } else {
        output.append(text[index])
        index += 1
      }
    }
    return output
  }
}
