internal import CBytePairs

/// The most probable way to cut a piece into tokens, each with its own probability.
///
/// Source: Kudo, "Subword Regularization: Improving Neural Network Translation Models with Multiple Subword Candidates",
/// ACL 2018. Sums are made left to right in double precision, as HF tokenizers does, so that ties fall alike.
struct UnigramModel: Sendable {
  /// How much worse an unknown scalar is than the worst token: SentencePiece's constant.
  private static let unknownPenalty = 10.0

  let trie: ByteTrie
  let scores: FlatTable<Double>
  let unknownScore: Double
  let unknownID: Int32?
  /// The ids of `<0x00>`…`<0xFF>`, which stand for the bytes of what is unknown; nil without byte fallback.
  let byteIDs: [Int32]?

  /// `tokens` by id, with their logarithmic probabilities.
  init(
    tokens: [(piece: [UInt8], score: Double)], unknownID: Int32?, byteIDs: [Int32]?
  ) throws(TokenizerError) {
    guard !tokens.isEmpty else { throw .malformed("vocab is empty") }
    if let unknownID, !tokens.indices.contains(Int(unknownID)) { throw .malformed("unk_id is not in the vocabulary") }
    trie = ByteTrie(tokens.enumerated().map { ($1.piece, Int32($0)) })
    scores = FlatTable(tokens.map(\.score))
    unknownScore = (tokens.map(\.score).min() ?? 0) - Self.unknownPenalty
    self.unknownID = unknownID
    self.byteIDs = byteIDs
  }

  func pack(into packer: inout Packer, _ writer: inout CompiledFile.Writer) {
    packer.put(unknownID) { $0.put(Int($1)) }
    packer.put(byteIDs) { $0.put($1) }
    writer.put(.firstTrie, trie.nodes)
    writer.put(.scores, scores)
  }

  init(from unpacker: inout Unpacker, _ file: CompiledFile) throws(TokenizerError) {
    unknownID = try unpacker.optional { (u) throws(TokenizerError) in try u.int32() }
    byteIDs = try unpacker.optional { (u) throws(TokenizerError) in try u.ids() }
    guard let scores: FlatTable<Double> = file.table(.scores), scores.count > 0,
      let trie = ByteTrie(file, .firstTrie, idCount: scores.count), byteIDs?.count ?? 256 == 256
    else { throw Unpacker.damaged }
    self.trie = trie
    self.scores = scores
    unknownScore = scores.withValues { $0.min() ?? 0 } - Self.unknownPenalty
  }

  /// The best way to a place in a piece, laid out as the C library's `weir_best`.
  struct Best: Equatable, BitwiseCopyable {
    var score = 0.0
    /// Where its last token begins; -1 while there is none.
    var start: Int32 = -1
    var id: Int32 = 0
  }

  /// Buffers of one encode, reused over its pieces.
  struct Workspace {
    fileprivate var best: [Best] = []
  }

  /// Appends the tokens of `text[range]`, with places counted from the start of `text`.
  ///
  /// - Throws: ``TokenizerError/malformed(_:)`` where something is unknown and the vocabulary has no token for that.
  func encode(
    _ text: Span<UInt8>, _ range: Range<Int>, into tokens: inout [ModelToken], _ workspace: inout Workspace
  ) throws(TokenizerError) {
    try findBest(text, range, &workspace.best)
    let first = tokens.count
    var end = range.count
    while end > 0 {
      let node = workspace.best[end]
      var start = Int(node.start)
      // Neighbours that are unknown become one.
      while node.id == unknownID, start > 0, workspace.best[start].id == unknownID {
        start = Int(workspace.best[start].start)
      }
      let place = range.lowerBound + start..<range.lowerBound + end
      if node.id == unknownID {
        appendUnknown(text, place, &tokens)
      } else {
        tokens.append(ModelToken(id: node.id, range: place))
      }
      end = start
    }
    tokens[first...].reverse()
  }

  private func findBest(
    _ text: Span<UInt8>, _ range: Range<Int>, _ best: inout [Best]
  ) throws(TokenizerError) {
    if best.count <= range.count { best += [Best](repeating: Best(), count: range.count + 1 - best.count) }
    let isKnown = text.extracting(range).withUnsafeBufferPointer { text in
      trie.nodes.withValues { nodes in
        scores.withValues { scores in
          best.withUnsafeMutableBufferPointer { best in
            nodes.withMemoryRebound(to: weir_trie_node.self) { nodes in
              best.withMemoryRebound(to: weir_best.self) { best in
                weir_unigram_best(
                  nodes.baseAddress, scores.baseAddress, unknownScore, unknownID ?? -1, text.baseAddress, text.count,
                  best.baseAddress)
              }
            }
          }
        }
      }
    }
    if !isKnown { throw Self.unknownText }
  }

  private static let unknownText = TokenizerError.malformed("unknown text, and the vocabulary has no unk_id")

  /// The same step by step, as tests hold the fast way to it.
  func bestByReference(_ text: [UInt8]) throws(TokenizerError) -> [Best] {
    var best = [Best](repeating: Best(), count: text.count + 1)
    var start = 0
    while start < text.count {
      let length = text.span.scalar(at: start).length
      let score = best[start].score
      var knowsScalar = false
      var node = ByteTrie.root
      var end = start
      while end < text.count {
        node = trie.next(node, text[end])
        if node == ByteTrie.none { break }
        end += 1
        let id = trie.id(at: node)
        if id == ByteTrie.none { continue }
        Self.improve(&best[end], score + scores[Int(id)], start, id)
        if end - start == length { knowsScalar = true }
      }
      if !knowsScalar {
        guard let unknownID else { throw Self.unknownText }
        Self.improve(&best[start + length], score + unknownScore, start, unknownID)
      }
      start += length
    }
    return best
  }

  func best(_ text: [UInt8]) throws(TokenizerError) -> [Best] {
    var best: [Best] = []
    try findBest(text.span, 0..<text.count, &best)
    return best
  }

  private static func improve(_ best: inout Best, _ score: Double, _ start: Int, _ id: Int32) {
    if best.start < 0 || score > best.score {
      best = Best(score: score, start: Int32(truncatingIfNeeded: start), id: id)
    }
  }

  /// Tokens are appended from the end of the piece to its start.
  private func appendUnknown(_ text: Span<UInt8>, _ place: Range<Int>, _ tokens: inout [ModelToken]) {
    let whole = trie.id(of: text, place)
    if whole != ByteTrie.none {
      tokens.append(ModelToken(id: whole, range: place))
    } else if let byteIDs, place.allSatisfy({ byteIDs[Int(text[$0])] >= 0 }) {
      for index in place.reversed() { tokens.append(ModelToken(id: byteIDs[Int(text[index])], range: place)) }
    } else if let unknownID {
      tokens.append(ModelToken(id: unknownID, range: place))
    }
  }
}
