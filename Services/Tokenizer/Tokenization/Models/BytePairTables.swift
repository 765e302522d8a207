internal import CBytePairs
internal import Synchronization

/// A byte pair vocabulary laid out for speed, and the memories of words that its calls share.
///
/// The only file that touches the C tables. A call takes a workspace that no other call holds, so that nothing is locked
/// while it encodes.
final class BytePairTables: @unchecked Sendable {
  /// Bytes that the memories of words may take, all workspaces together: the tables beside them take about as much.
  static let memoryByteCountMax = 16 << 20
  /// Workspaces kept between calls: one for each core that may encode at the same time.
  private static let workspaceCount = min(weir_processor_count(), 64)

  /// Bytes of a memory until so much text has come: large ones take a millisecond to get, and most processes encode little.
  private static let firstMemoryByteCount = 1 << 18
  private static let firstTextByteCount = 1 << 16

  /// Bytes of text encoded so far, as long as they are few.
  private let textByteCount = Atomic<Int>(0)
  private let tables: OpaquePointer
  /// What stored tables lie in; nil for tables of their own memory.
  private let stored: FlatTable<UInt8>?
  private let idle = WorkspacePool(countMax: workspaceCount)

  /// - Throws: ``TokenizerError/limit(_:)`` for a token or a vocabulary too large.
  init(_ source: BytePairSource) throws(TokenizerError) {
    guard let tables = source.withCSource({ weir_bpe_create($0) }) else {
      throw .limit(
        "a token of over \(WEIR_BPE_TOKEN_LENGTH_MAX) bytes, over \(WEIR_BPE_TOKENS_MAX) tokens, or ranks of over 16 million"
      )
    }
    self.tables = tables
    stored = nil
    prepare()
  }

  /// Tables that were stored, used where they lie; nil where their sizes do not fit together.
  init?(stored: FlatTable<UInt8>) {
    guard let tables = stored.withValues({ weir_bpe_open($0.baseAddress, $0.count) }) else { return nil }
    self.tables = tables
    self.stored = stored
    prepare()
  }

  private func prepare() {
    PatternCut.prepare()
    _ = idle.put(makeWorkspace())
  }

  /// The tables as bytes, for ``init(stored:)``.
  var bytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: weir_bpe_stored_size(tables)) { buffer, count in
      weir_bpe_store(tables, buffer.baseAddress)
      count = buffer.count
    }
  }

  /// The merges, in no order.
  var merges: [MergeTable.Entry] {
    let count = weir_bpe_merges(tables, nil, 0)
    let values = [UInt32](unsafeUninitializedCapacity: 4 * count) { buffer, written in
      written = 4 * weir_bpe_merges(tables, buffer.baseAddress, count)
    }
    return stride(from: 0, to: values.count, by: 4).map { (place: Int) -> MergeTable.Entry in
      let (left, right, merged) = (Int32(values[place]), Int32(values[place + 1]), Int32(values[place + 3]))
      return MergeTable.Entry(left: left, right: right, rank: values[place + 2], merged: merged)
    }
  }

  private var isFirstText: Bool { textByteCount.load(ordering: .relaxed) < Self.firstTextByteCount }

  private func makeWorkspace() -> OpaquePointer {
    let memory = Self.memoryByteCountMax / Self.workspaceCount
    let workspace = weir_bpe_workspace_create(isFirstText ? min(memory, Self.firstMemoryByteCount) : memory)
    guard let workspace else { fatalError("out of memory") }
    return workspace
  }

  private func takeWorkspace() -> OpaquePointer {
    guard let workspace = idle.take() else { return makeWorkspace() }
    if isFirstText || weir_bpe_workspace_memory(workspace) > Self.firstMemoryByteCount { return workspace }
    weir_bpe_workspace_destroy(workspace)
    return makeWorkspace()
  }

  deinit {
    while let workspace = idle.take() { weir_bpe_workspace_destroy(workspace) }
    weir_bpe_destroy(tables)
  }

  /// Runs `body` with an encoder that it has for itself.
  func withEncoder<Result, Failure: Error>(
    _ body: (inout Encoder) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let workspace = takeWorkspace()
    defer { if !idle.put(workspace) { weir_bpe_workspace_destroy(workspace) } }
    weir_bpe_reset(workspace)
    var encoder = Encoder(tables: tables, workspace: workspace)
    defer { if isFirstText { textByteCount.add(encoder.textByteCount, ordering: .relaxed) } }
    return try body(&encoder)
  }

  /// Collects the ids of texts.
  struct Encoder: ~Copyable {
    fileprivate let tables: OpaquePointer
    fileprivate let workspace: OpaquePointer
    fileprivate var textByteCount = 0

    /// Appends the ids of `text[range]`, cut into words by `cut`.
    mutating func encode(_ text: Span<UInt8>, _ range: Range<Int>, cut: PatternCut) {
      textByteCount += range.count
      let isDone = text.withUnsafeBufferPointer {
        weir_bpe_encode(tables, workspace, cut.words, $0.baseAddress.map { $0 + range.lowerBound }, range.count)
      }
      if !isDone { fatalError("out of memory") }
    }

    /// Appends the ids of `text[range]` with U+2581 read as a space, and one put before it if `prepends`.
    mutating func encodeSpaced(_ text: Span<UInt8>, _ range: Range<Int>, cut: PatternCut, prepends: Bool) {
      textByteCount += range.count
      let isDone = text.withUnsafeBufferPointer {
        weir_bpe_encode_spaced(
          tables, workspace, cut.words, $0.baseAddress.map { $0 + range.lowerBound }, range.count, prepends)
      }
      if !isDone { fatalError("out of memory") }
    }

    /// Appends one id.
    mutating func append(_ id: Int32) { if !weir_bpe_append(workspace, id) { fatalError("out of memory") } }

    /// The ids so far.
    var ids: [Int32] {
      var count = 0
      let first = weir_bpe_ids(workspace, &count)
      return Array(UnsafeBufferPointer(start: first, count: count))
    }
  }
}
