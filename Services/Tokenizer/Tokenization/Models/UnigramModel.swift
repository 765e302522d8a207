/// The most probable way to cut a piece into tokens, each with its own probability.
///
/// Source: Kudo, "Subword Regularization: Improving Neural Network Translation Models with Multiple Subword Candidates",
/// ACL 2018. Sums are made left to right in double precision, as HF tokenizers does, so that ties fall alike.
struct UnigramModel: Sendable {
  /// How much worse an unknown scalar is than the worst token: SentencePiece's constant.
  private static let unknownPenalty = 10.0

  private let trie: ByteTrie
  private let scores: FlatTable<Double>
  private let unknownScore: Double
  let unknownID: Int32?
  /// The ids of `<0x00>`…`<0xFF>`, which stand for the bytes of what is unknown; nil without byte fallback.
  private let byteIDs: [Int32]?

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

  /// Buffers of one encode, reused over its pieces.
  struct Workspace {
    fileprivate struct Best {
      var score = 0.0
      /// Where the last token on the best way to here begins; -1 while there is none.
      var start: Int32 = -1
      var id: Int32 = 0
    }
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
    _ text: Span<UInt8>, _ range: Range<Int>, _ best: inout [Workspace.Best]
  ) throws(TokenizerError) {
    best.removeAll(keepingCapacity: true)
    for _ in 0...range.count { best.append(Workspace.Best()) }
    var start = 0
    while start < range.count {
      let length = text.scalar(at: range.lowerBound + start).length
      let score = best[start].score
      var knowsScalar = false
      var node = ByteTrie.root
      var end = start
      while end < range.count {
        node = trie.next(node, text[range.lowerBound + end])
        if node == ByteTrie.none { break }
        end += 1
        let id = trie.id(at: node)
        if id == ByteTrie.none { continue }
        Self.improve(&best[end], score + scores[Int(id)], start, id)
        if end - start == length { knowsScalar = true }
      }
      if !knowsScalar {
        guard let unknownID else { throw .malformed("unknown text, and the vocabulary has no unk_id") }
        Self.improve(&best[start + length], score + unknownScore, start, unknownID)
      }
      start += length
    }
  }

  @inline(__always)
  private static func improve(_ best: inout Workspace.Best, _ score: Double, _ start: Int, _ id: Int32) {
    if best.start < 0 || score > best.score {
      best = Workspace.Best(score: score, start: Int32(truncatingIfNeeded: start), id: id)
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
