internal import CBytePairs

/// A vocabulary read straight into flat tables, without a text for each token. What is irregular is left to the general
/// readers, which say what is wrong.
final class FlatPieces: @unchecked Sendable {  // Sendable: nothing writes after init.
  private let pieces: OpaquePointer

  private init(_ pieces: OpaquePointer) { self.pieces = pieces }

  /// From the JSON object of tokens and ids that `json` begins with, and its length; nil for any other.
  static func read(_ json: UnsafeBufferPointer<UInt8>) -> (FlatPieces, length: Int)? {
    var length = 0
    let pieces = weir_pieces_from_json(json.baseAddress, json.count, UInt32(Vocabulary.countMax), &length)
    return pieces.map { (FlatPieces($0), length) }
  }

  /// Nil where two are equal, or there are too many.
  init?(_ strings: ByteStrings) {
    guard strings.count <= Vocabulary.countMax else { return nil }
    let pieces = strings.arena.withValues { bytes in
      strings.starts.withValues { weir_pieces_from_strings(bytes.baseAddress, $0.baseAddress, UInt32(strings.count)) }
    }
    guard let pieces else { return nil }
    self.pieces = pieces
  }

  deinit { weir_pieces_destroy(pieces) }

  var count: Int { Int(weir_pieces_count(pieces)) }

  /// The tokens as the file writes them.
  var strings: ByteStrings {
    let starts = UnsafeBufferPointer(start: weir_pieces_starts(pieces), count: count + 1)
    let byteCount = Int((starts.last ?? 0) & 0x7fff_ffff)
    return ByteStrings(
      arena: FlatTable(owner: self, base: weir_pieces_bytes(pieces), count: byteCount),
      starts: FlatTable(owner: self, base: weir_pieces_starts(pieces), count: starts.count))
  }

  /// The bytes that the tokens stand for at byte level; absent for a token with a character outside the alphabet.
  var bytes: ByteStrings {
    let byteCount = Int(weir_pieces_starts(pieces)[count] & 0x7fff_ffff)
    let alphabet = ByteLevelAlphabet.bytes
    var starts: FlatTable<UInt32>?
    let arena = FlatTable<UInt8>(capacity: byteCount + Int(WEIR_PIECES_SLACK)) { bytes in
      var written = 0
      starts = FlatTable(capacity: count + 1) { starts in
        weir_pieces_as_bytes(pieces, alphabet, UInt32(alphabet.count), bytes.baseAddress, starts.baseAddress)
        written = Int(starts[count])
        return starts.count
      }
      return written
    }
    return ByteStrings(arena: arena, starts: starts ?? FlatTable([0]))
  }

  /// The id of the token that the file writes as `piece`.
  func id(of piece: [UInt8]) -> Int32? {
    let id = weir_pieces_find(pieces, piece, piece.count)
    return id < 0 ? nil : id
  }

  /// The merges in the JSON array that `json` begins with, and its length; nil for anything else, or where one names a token
  /// that is none.
  func readMerges(_ json: UnsafeBufferPointer<UInt8>) -> ([MergeTable.Entry], length: Int)? {
    // A merge takes five bytes at least, with its comma.
    let capacity = json.count / 5 + 1
    var length = 0
    let merges = entries(capacity: capacity) { merges in
      weir_merges_from_json(pieces, json.baseAddress, json.count, merges, capacity, &length)
    }
    return merges.map { ($0, length) }
  }

  /// The merges "left right"; nil where one is no pair or names a token that is none.
  func merges(_ strings: ByteStrings) -> [MergeTable.Entry]? {
    entries(capacity: strings.count) { merges in
      strings.arena.withValues { bytes in
        strings.starts.withValues {
          weir_merges_from_strings(pieces, bytes.baseAddress, $0.baseAddress, UInt32(strings.count), merges)
        }
      }
    }
  }

  private func entries(
    capacity: Int, _ read: (UnsafeMutablePointer<weir_merge>?) -> Int
  ) -> [MergeTable.Entry]? {
    var isRead = false
    let merges = [MergeTable.Entry](unsafeUninitializedCapacity: capacity) { merges, count in
      let found = merges.withMemoryRebound(to: weir_merge.self) { read($0.baseAddress) }
      isRead = found >= 0 && found <= capacity
      count = isRead ? found : 0
    }
    return isRead ? merges : nil
  }
}
