/// How tokens become text again: tokenizer.json's `decoder`.
struct Decoder: Sendable {
  enum Step: Sendable {
    /// Characters of the byte-level alphabet to bytes.
    case byteLevel
    case replace(Splitter, with: [UInt8])
    /// `<0x0A>` to its byte.
    case byteFallback
    case fuse
    case strip(content: [UInt8], start: Int, stop: Int)
    /// SentencePiece's visible space to a space; the first token's is dropped if encoding put it there.
    case metaspace(replacement: [UInt8], dropsFirst: Bool)
  }

  var steps: [Step]
  /// Put between tokens when the file names no decoder.
  var separator: [UInt8] = []

  /// The bytes of a whole sequence of tokens.
  func decode(_ tokens: [[UInt8]]) throws(TokenizerError) -> [UInt8] {
    var tokens = tokens
    for step in steps { tokens = try Self.apply(step, to: tokens) }
    return Array(tokens.joined(separator: separator))
  }

  /// The bytes of one token amid others, as a stream shows it: nothing is stripped at its ends.
  func bytes(of token: [UInt8]) throws(TokenizerError) -> [UInt8] {
    var token = token
    for step in steps {
      switch step {
      case .fuse, .strip: continue
      case .byteFallback: token = Self.fallbackByte(token).map { [$0] } ?? token
      case .metaspace(let replacement, _):
        token = try Self.apply(.metaspace(replacement: replacement, dropsFirst: false), to: [token])[0]
      case .byteLevel, .replace: token = try Self.apply(step, to: [token])[0]
      }
    }
    return token
  }

  private static func apply(_ step: Step, to tokens: [[UInt8]]) throws(TokenizerError) -> [[UInt8]] {
    switch step {
    case .byteLevel: return tokens.map(byteLevelBytes)
    case .replace(let splitter, let content):
      var replaced: [[UInt8]] = []
      for token in tokens { replaced.append(try splitter.replacingMatches(in: token, with: content)) }
      return replaced
    case .byteFallback: return joiningFallbackBytes(tokens)
    case .fuse: return [Array(tokens.joined())]
    case .strip(let content, let start, let stop): return tokens.map { strip($0, content, start, stop) }
    case .metaspace(let replacement, let dropsFirst):
      var parts: [[UInt8]] = []
      for (index, token) in tokens.enumerated() {
        let drops = dropsFirst && index == 0 && token.starts(with: replacement)
        let rest = drops ? Array(token.dropFirst(replacement.count)) : token
        parts.append(try Splitter.literal(replacement).replacingMatches(in: rest, with: [0x20]))
      }
      return parts
    }
  }

  /// A token with a character outside the alphabet stands for itself.
  static func byteLevelBytes(_ token: [UInt8]) -> [UInt8] {
    ByteLevelAlphabet.bytes(of: token) ?? token
  }

  /// The byte that a token like `<0x0A>` stands for.
  static func fallbackByte(_ token: [UInt8]) -> UInt8? {
    guard token.count == 6, token.starts(with: Array("<0x".utf8)), token[5] == UInt8(ascii: ">") else { return nil }
    return UInt8(String(decoding: token[3..<5], as: UTF8.self), radix: 16)
  }

  /// A run of byte tokens that is not UTF-8 becomes one U+FFFD for each byte.
  private static func joiningFallbackBytes(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var output: [[UInt8]] = []
    var run: [UInt8] = []
    for token in tokens {
      if let byte = fallbackByte(token) {
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
    for _ in 0..<start where rest.starts(with: content) { rest = rest.dropFirst(content.count) }
    for _ in 0..<stop where rest.suffix(content.count).elementsEqual(content) { rest = rest.dropLast(content.count) }
    return Array(rest)
  }
}
