internal import CBytePairs

/// Memories of the ids of words, which outlive a call. Each call takes one for itself, so that nothing is shared while text
/// is encoded.
final class WordMemories: @unchecked Sendable {  // Sendable: idle memories are handed over by the pool.
  /// Bytes that all memories kept may take.
  private static let memoryByteCountMax = 16 << 20
  /// Memories kept between calls: one for each core, as long as each has room for most words that come again.
  private static let memoryCountMax = min(max(weir_processor_count(), 2), 5)

  private let cut: WordCut
  let tables: WordTables
  private let idle = WorkspacePool(countMax: memoryCountMax)

  /// `stored` are the tables of these parts, where they were made before.
  init?(_ parts: TokenizerParts, stored: FlatTable<UInt8>?) {
    guard let cut = WordCut(parts) else { return nil }
    self.cut = cut
    tables = stored.flatMap { WordTables(parts, cut, stored: $0) } ?? WordTables(parts, cut)
  }

  deinit {
    while let memory = idle.take() { weir_word_memory_destroy(memory) }
  }

  private func makeMemory() -> OpaquePointer? {
    weir_word_memory_create(tables.tables, Self.memoryByteCountMax / Self.memoryCountMax)
  }

  /// Runs `body` with a memory that it has for itself.
  func withMemory<Result>(
    _ body: (Memory) throws(TokenizerError) -> Result
  ) throws(TokenizerError) -> Result {
    guard let taken = idle.take() ?? makeMemory() else { fatalError("out of memory") }
    defer { if !idle.put(taken) { weir_word_memory_destroy(taken) } }
    return try body(Memory(memory: taken, cut: cut))
  }

  /// One call's memory.
  struct Memory {
    fileprivate let memory: OpaquePointer
    fileprivate let cut: WordCut

    /// Appends the ids of `text[range]` word by word; `encodeWord` appends those of a word that is encoded step by step.
    func encode(
      _ text: [UInt8], _ range: Range<Int>, into ids: inout [Int32],
      _ encodeWord: (Range<Int>, inout [Int32]) throws(TokenizerError) -> Void
    ) throws(TokenizerError) {
      try text.withUnsafeBufferPointer { (bytes) throws(TokenizerError) in
        let part = UnsafeBufferPointer(rebasing: bytes[range])
        if !weir_word_memory_begin(memory, part.baseAddress, part.count) { fatalError("out of memory") }
        var start = 0
        var end = 0
        var word: [Int32] = []
        var isDone = false
        while !isDone {
          var hasMemory = true
          switch weir_word_memory_next(memory, &start, &end) {
          case WEIR_STEP_DONE: isDone = true
          case WEIR_STEP_SCALAR: hasMemory = learn(UInt32(start))
          case WEIR_STEP_WORD:
            word.removeAll(keepingCapacity: true)
            try encodeWord(range.lowerBound + start..<range.lowerBound + end, &word)
            hasMemory = weir_word_memory_add(memory, word, word.count)
          default: hasMemory = false
          }
          if !hasMemory { fatalError("out of memory") }
        }
      }
      var count = 0
      let first = weir_word_memory_ids(memory, &count)
      ids += UnsafeBufferPointer(start: first, count: count)
    }

    private func learn(_ scalar: UInt32) -> Bool {
      let (kind, bytes): (weir_scalar_kind, [UInt8]) =
        switch cut.fate(of: scalar) {
        case .same: (WEIR_SCALAR_SAME, [])
        case .changed(let bytes): (WEIR_SCALAR_CHANGED, bytes)
        case .alone(let bytes): (WEIR_SCALAR_ALONE, bytes)
        case .space: (WEIR_SCALAR_SPACE, [])
        case .stepwise: (WEIR_SCALAR_STEPWISE, [])
        case .complex: (WEIR_SCALAR_COMPLEX, [])
        }
      return weir_word_memory_learn(memory, scalar, kind, bytes, bytes.count)
    }
  }
}
