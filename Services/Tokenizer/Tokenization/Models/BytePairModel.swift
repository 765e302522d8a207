/// Byte pair encoding of one word (a piece of text that no token crosses), by merging: what ``BytePairTables`` does faster.
struct BytePairModel: Sendable {
  /// What merging starts from.
  enum Alphabet: Sendable {
    /// Each byte is a token (GPT-2's byte level).
    case bytes
    /// Each Unicode scalar is a token (SentencePiece).
    case scalars
  }

  let tokens: ByteStrings
  let alphabet: Alphabet
  let unknown: Unknown
  let ignoresMerges: Bool
  private let merges: Deferred<FlatTable<MergeTable.Entry>>
  /// What merging looks up, which few ask for where there are ``BytePairTables``.
  private let lookup: Deferred<Lookup>

  private struct Lookup {
    var vocabulary: Vocabulary
    var table: MergeTable
    /// For each byte its token; -1 where the vocabulary has none.
    var byteTokens: [Int32]

    init(_ vocabulary: Vocabulary, _ merges: FlatTable<MergeTable.Entry>) {
      self.vocabulary = vocabulary
      table = MergeTable(Array(merges))
      byteTokens = (0...255).map { vocabulary.id(of: [UInt8($0)]) ?? -1 }
    }
  }

  /// What becomes of a scalar that is no token.
  struct Unknown: Sendable {
    /// The unknown token; nil drops the scalar.
    var id: Int32?
    /// Whether neighbours become one unknown token.
    var isFused = false
    /// The ids of `<0x00>`…`<0xFF>`, which then stand for its bytes, -1 for those missing; nil without byte fallback.
    var byteIDs: [Int32]?
  }

  init(
    vocabulary: Vocabulary, merges: FlatTable<MergeTable.Entry>, alphabet: Alphabet, unknown: Unknown,
    ignoresMerges: Bool
  ) {
    tokens = vocabulary.tokens
    self.alphabet = alphabet
    self.unknown = unknown
    self.ignoresMerges = ignoresMerges
    let merges = Deferred(made: merges)
    self.merges = merges
    lookup = Deferred { Lookup(vocabulary, merges.value) }
  }

  /// A model read from flat pieces, of which nothing is looked for after that.
  init(
    _ pieces: FlatPieces, isByteLevel: Bool, merges: FlatTable<MergeTable.Entry>, unknown: Unknown,
    ignoresMerges: Bool
  ) {
    pieces.endSearch()
    let tokens = isByteLevel ? pieces.bytes : pieces.reachableStrings
    self.tokens = tokens
    alphabet = isByteLevel ? .bytes : .scalars
    self.unknown = unknown
    self.ignoresMerges = ignoresMerges
    let merges = Deferred(made: merges)
    self.merges = merges
    lookup = Deferred { Lookup(Vocabulary(distinct: tokens), merges.value) }
  }

  /// The model whose tables are `tables`; its tokens are known to differ.
  init(tokens: ByteStrings, alphabet: Alphabet, unknown: Unknown, ignoresMerges: Bool, tables: BytePairTables) {
    self.tokens = tokens
    self.alphabet = alphabet
    self.unknown = unknown
    self.ignoresMerges = ignoresMerges
    let merges = Deferred { FlatTable(tables.merges) }
    self.merges = merges
    lookup = Deferred { Lookup(Vocabulary(distinct: tokens), merges.value) }
  }

  /// Lets go of the merges, which `tables` made from this model's source have too.
  func dropMerges(for tables: BytePairTables) { merges.drop { FlatTable(tables.merges) } }

  var vocabulary: Vocabulary { lookup.value.vocabulary }

  /// What the tables are built from.
  var source: BytePairSource {
    BytePairSource(
      tokens: tokens, merges: merges.value, alphabet: alphabet, unknown: unknown, ignoresMerges: ignoresMerges)
  }

  /// Buffers of one encode, reused over its words.
  struct Workspace {
    fileprivate var tokens: [Int32] = []
    fileprivate var merger = BytePairMerger()

    init() {}
  }

  /// Appends the ids of `text[start..<end]`.
  func encode(_ text: Span<UInt8>, from start: Int, to end: Int, into ids: inout [Int32], _ workspace: inout Workspace)
  {
    let lookup = lookup.value
    if ignoresMerges, let id = lookup.vocabulary.id(of: text, from: start, to: end) {
      ids.append(id)
      return
    }
    workspace.tokens.removeAll(keepingCapacity: true)
    switch alphabet {
    case .bytes: appendBytes(of: text, start, end, to: &workspace.tokens, lookup.byteTokens)
    case .scalars: appendScalars(of: text, start, end, to: &workspace.tokens, lookup.vocabulary)
    }
    workspace.merger.merge(&workspace.tokens, lookup.table)
    ids += workspace.tokens
  }

  private func appendBytes(
    of text: Span<UInt8>, _ start: Int, _ end: Int, to tokens: inout [Int32], _ byteTokens: [Int32]
  ) {
    var unknowns = UnknownRun()
    for index in start..<end {
      let token = byteTokens[Int(text[index])]
      if token >= 0 {
        unknowns.end()
        tokens.append(token)
      } else {
        appendUnknown(to: &tokens, &unknowns)
      }
    }
  }

  private func appendScalars(
    of text: Span<UInt8>, _ start: Int, _ end: Int, to tokens: inout [Int32], _ vocabulary: Vocabulary
  ) {
    var unknowns = UnknownRun()
    var index = start
    while index < end {
      let next = index + text.scalar(at: index).length
      if let id = vocabulary.id(of: text, from: index, to: next) {
        unknowns.end()
        tokens.append(id)
      } else if let byteIDs = unknown.byteIDs, (index..<next).allSatisfy({ byteIDs[Int(text[$0])] >= 0 }) {
        unknowns.end()
        for byte in index..<next { tokens.append(byteIDs[Int(text[byte])]) }
      } else {
        appendUnknown(to: &tokens, &unknowns)
      }
      index = next
    }
  }

  /// Whether the token before was unknown too.
  private struct UnknownRun {
    var isOpen = false
    mutating func end() { isOpen = false }
  }

  private func appendUnknown(to tokens: inout [Int32], _ run: inout UnknownRun) {
    guard let id = unknown.id else { return }
    if !(unknown.isFused && run.isOpen) { tokens.append(id) }
    run.isOpen = true
  }
}
