/// A word as the longest tokens that fit, from its start on; a word that does not go up is one unknown token.
///
/// Source: Wu et al., "Google's Neural Machine Translation System", 2016; as BERT uses it.
struct WordPieceModel: Sendable {
  let starts: ByteTrie
  /// Tokens that go on with a word, without their prefix.
  let continuations: ByteTrie
  let unknownID: Int32?
  let scalarCountMax: Int

  /// `prefix` marks tokens that go on with a word; words of more than `scalarCountMax` scalars are unknown.
  init(pieces: [[UInt8]?], prefix: [UInt8], unknown: [UInt8], scalarCountMax: Int) {
    let keys = pieces.enumerated().compactMap { id, piece in piece.map { (key: $0, id: Int32(id)) } }
    starts = ByteTrie(keys)
    continuations = ByteTrie(
      keys.filter { $0.key.starts(with: prefix) }.map { (Array($0.key.dropFirst(prefix.count)), $0.id) })
    let id = starts.id(of: unknown.span, 0..<unknown.count)
    unknownID = id == ByteTrie.none ? nil : id
    self.scalarCountMax = scalarCountMax
  }

  func pack(into packer: inout Packer, _ writer: inout CompiledFile.Writer) {
    packer.put(unknownID) { $0.put(Int($1)) }
    packer.put(scalarCountMax)
    writer.put(.firstTrie, starts.nodes)
    writer.put(.secondTrie, continuations.nodes)
  }

  init(from unpacker: inout Unpacker, _ file: CompiledFile) throws(TokenizerError) {
    unknownID = try unpacker.optional { (u) throws(TokenizerError) in try u.int32() }
    scalarCountMax = try unpacker.int()
    guard let starts = ByteTrie(file, .firstTrie, idCount: Vocabulary.countMax),
      let continuations = ByteTrie(file, .secondTrie, idCount: Vocabulary.countMax)
    else { throw Unpacker.damaged }
    self.starts = starts
    self.continuations = continuations
  }

  /// Appends the tokens of the word `text[range]`.
  ///
  /// - Throws: ``TokenizerError/malformed(_:)`` for an unknown word when the vocabulary has no token for that.
  func encode(_ text: Span<UInt8>, _ range: Range<Int>, into tokens: inout [ModelToken]) throws(TokenizerError) {
    let first = tokens.count
    var start = range.lowerBound
    var fits = scalarCount(text, range) <= scalarCountMax
    while fits, start < range.upperBound {
      let trie = start == range.lowerBound ? starts : continuations
      if let (id, end) = Self.longest(trie, text, start, range.upperBound) {
        tokens.append(ModelToken(id: id, range: start..<end))
        start = end
      } else {
        fits = false
      }
    }
    if fits { return }
    guard let unknownID else { throw .malformed("unknown word, and the vocabulary lacks unk_token") }
    tokens.removeLast(tokens.count - first)
    tokens.append(ModelToken(id: unknownID, range: range))
  }

  private func scalarCount(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    if range.count <= scalarCountMax { return range.count }
    var count = 0
    for index in range where text[index] & 0xc0 != 0x80 { count += 1 }
    return count
  }

  @inline(__always)
  private static func longest(_ trie: ByteTrie, _ text: Span<UInt8>, _ start: Int, _ end: Int) -> (Int32, Int)? {
    var node = ByteTrie.root
    var found: (Int32, Int)?
    var index = start
    while index < end {
      node = trie.next(node, text[index])
      if node == ByteTrie.none { break }
      index += 1
      if trie.id(at: node) != ByteTrie.none { found = (trie.id(at: node), index) }
    }
    return found
  }
}
