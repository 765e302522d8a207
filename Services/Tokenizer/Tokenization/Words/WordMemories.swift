internal import CBytePairs

/// Memories of the ids of words, which outlive a call. Each call takes one for itself, so that nothing is shared while text
/// is encoded.
final class WordMemories: @unchecked Sendable {  // Sendable: idle memories are handed over by the pool.
  /// Memories that are kept: 2.6 MB each, 16 MB in all.
  static let memoryCountMax = 6

  private let cut: WordCut
  private let idle = WorkspacePool(countMax: memoryCountMax)

  init(_ cut: WordCut) { self.cut = cut }

  deinit {
    while let memory = idle.take() { weir_word_memory_destroy(memory) }
  }

  /// Runs `body` with a memory that it has for itself.
  func withMemory<Result>(
    _ body: (borrowing Memory) throws(TokenizerError) -> Result
  ) throws(TokenizerError) -> Result {
    let taken = idle.take() ?? cut.kinds.withValues { weir_word_memory_create($0.baseAddress) }
    guard let taken else { fatalError("out of memory") }
    defer { if !idle.put(taken) { weir_word_memory_destroy(taken) } }
    return try body(Memory(memory: taken))
  }

  /// One call's memory.
  struct Memory: ~Copyable {
    fileprivate let memory: OpaquePointer

    /// Appends the ids of `text[range]` word by word; `encodeWord` appends those of a word that is not remembered.
    func encode(
      _ text: [UInt8], _ range: Range<Int>, into ids: inout [Int32],
      _ encodeWord: (Range<Int>, inout [Int32]) throws(TokenizerError) -> Void
    ) throws(TokenizerError) {
      try text.withUnsafeBufferPointer { (bytes) throws(TokenizerError) in
        let part = UnsafeBufferPointer(rebasing: bytes[range])
        weir_word_memory_begin(memory, part.baseAddress, part.count)
        var start = 0
        var end = 0
        var word: [Int32] = []
        while true {
          let step = weir_word_memory_next(memory, &start, &end)
          if step == WEIR_STEP_DONE { break }
          word.removeAll(keepingCapacity: true)
          if step == WEIR_STEP_WORD { try encodeWord(range.lowerBound + start..<range.lowerBound + end, &word) }
          if step == WEIR_STEP_FAILED || !weir_word_memory_add(memory, word, word.count) { fatalError("out of memory") }
        }
      }
      var count = 0
      let first = weir_word_memory_ids(memory, &count)
      ids += UnsafeBufferPointer(start: first, count: count)
    }
  }
}
