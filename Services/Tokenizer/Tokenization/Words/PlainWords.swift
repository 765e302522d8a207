/// Words of visible ASCII, which normalization leaves alone or only puts in lower case: they need no passes but one.
struct PlainWords: Sendable {
  private var lowercases = false
  /// What the pre-tokenizer puts in front of a word.
  private var prefix: [UInt8] = []
  private var isolatesPunctuation = false

  /// Nil where the parts, whose text is cut into words, do more with such ones.
  init?(_ parts: TokenizerParts) {
    guard let lowercases = parts.normalizer.lowercasesASCII else { return nil }
    self.lowercases = lowercases
    var steps = parts.preTokenizer.leaves[...]
    if case .split(.scalars(.whitespace), .removed, isInverted: false)? = steps.first { steps = steps.dropFirst() }
    switch (steps.first, steps.dropFirst().first) {
    case (nil, nil): break
    case (.split(.scalars(.punctuation), .isolated, isInverted: false)?, nil): isolatesPunctuation = true
    case (.rewrite(.metaspace(let metaspace))?, .split(.literal(let mark), .mergedWithNext, false)?)
    where metaspace.scheme == .always && metaspace.replacement == mark && steps.count == 2:
      prefix = mark
    default: return nil
    }
  }

  /// Buffers of one encode, reused over its words.
  struct Workspace {
    fileprivate var word: [UInt8] = []
  }

  /// Appends the ids of the word `text[range]`; false if it is not one of these.
  func encode(
    _ text: Span<UInt8>, _ range: Range<Int>, _ model: Model, into ids: inout [Int32], _ workspace: inout Workspace,
    _ modelWorkspace: inout Model.Workspace
  ) throws(TokenizerError) -> Bool {
    for index in range where text[index] <= 0x20 || text[index] >= 0x7f { return false }
    workspace.word.removeAll(keepingCapacity: true)
    workspace.word += prefix
    for index in range {
      let byte = text[index]
      workspace.word.append(lowercases && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)
    }
    let word = workspace.word.span
    var start = 0
    while start < word.count {
      let end = isolatesPunctuation ? Self.pieceEnd(word, start) : word.count
      try model.encode(word, start..<end, into: &ids, &modelWorkspace)
      start = end
    }
    return true
  }

  /// A run of letters and digits, or one mark.
  private static func pieceEnd(_ word: Span<UInt8>, _ start: Int) -> Int {
    var end = start
    while end < word.count, isAlphanumeric(word[end]) { end += 1 }
    return max(end, start + 1)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: false
    }
  }
}

extension Normalizer {
  /// Whether it puts visible ASCII in lower case; nil if it does anything else with it.
  fileprivate var lowercasesASCII: Bool? {
    switch self {
    case .sequence(let parts):
      let lowers = parts.map(\.lowercasesASCII)
      return lowers.contains { $0 == nil } ? nil : lowers.contains(true)
    case .lowercase: return true
    case .form, .stripAccents, .strip, .scalars, .replace(.spaceRuns, _): return false
    case .charsMap:
      let keepsAll = (UInt8(0x21)...0x7e).allSatisfy { byte in (try? normalize([byte])) == [byte] }
      return keepsAll ? false : nil
    case .replace, .prepend, .append, .byteLevel: return nil
    }
  }
}

extension PreTokenizer {
  /// Its steps without the sequences around them.
  fileprivate var leaves: [PreTokenizer] {
    if case .sequence(let parts) = self { parts.flatMap(\.leaves) } else { [self] }
  }
}
