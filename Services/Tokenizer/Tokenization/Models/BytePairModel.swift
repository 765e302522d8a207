/// Byte pair encoding of one word (a piece of text that no token crosses), by merging: what ``BytePairTables`` does faster.
struct BytePairModel: Sendable {
  /// What merging starts from.
  enum Alphabet: Sendable {
    /// Each byte is a token (GPT-2's byte level).
    case bytes
    /// Each Unicode scalar is a token (SentencePiece).
    case scalars
  }

  let vocabulary: Vocabulary
  let table: MergeTable
  let alphabet: Alphabet
  let unknown: Unknown
  let ignoresMerges: Bool
  /// For each byte its token; -1 where the vocabulary has none.
  private let byteTokens: [Int32]

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
    vocabulary: Vocabulary, merges: [MergeTable.Entry], alphabet: Alphabet, unknown: Unknown, ignoresMerges: Bool
  ) {
    self.vocabulary = vocabulary
    table = MergeTable(merges)
    self.alphabet = alphabet
    self.unknown = unknown
    self.ignoresMerges = ignoresMerges
    byteTokens = (0...255).map { vocabulary.id(of: [UInt8($0)]) ?? -1 }
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
    if ignoresMerges, let id = vocabulary.id(of: text, from: start, to: end) {
      ids.append(id)
      return
    }
    workspace.tokens.removeAll(keepingCapacity: true)
    switch alphabet {
    case .bytes: appendBytes(of: text, start, end, to: &workspace.tokens)
    case .scalars: appendScalars(of: text, start, end, to: &workspace.tokens)
    }
    workspace.merger.merge(&workspace.tokens, table)
    ids += workspace.tokens
  }

  private func appendBytes(of text: Span<UInt8>, _ start: Int, _ end: Int, to tokens: inout [Int32]) {
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

  private func appendScalars(of text: Span<UInt8>, _ start: Int, _ end: Int, to tokens: inout [Int32]) {
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
