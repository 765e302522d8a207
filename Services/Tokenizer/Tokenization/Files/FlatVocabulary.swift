/// A model's tokens and merges on their way from a tokenizer.json into flat tables.
struct FlatVocabulary {
  private(set) var pieces: FlatPieces?
  private(set) var merges: FlatTable<MergeTable.Entry>?

  /// Reads the value of `key` that begins at `start`. Returns its length; nil for what is irregular: merges before the
  /// tokens that they name, or one of both a second time.
  mutating func read(_ key: String, _ json: FlatTable<UInt8>, from start: Int) -> Int? {
    json.withValues { json in
      let rest = UnsafeBufferPointer(rebasing: json[start...])
      if key == "vocab" {
        guard pieces == nil, let (read, length) = FlatPieces.read(rest) else { return nil }
        pieces = read
        return length
      }
      guard merges == nil, let (read, length) = pieces?.readMerges(rest) else { return nil }
      merges = read
      return length
    }
  }
}
