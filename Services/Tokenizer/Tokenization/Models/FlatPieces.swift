internal import CBytePairs

/// A vocabulary read straight into flat tables, without a text for each token. What is irregular is left to the general
/// readers, which say what is wrong.
final class FlatPieces: @unchecked Sendable {  // Sendable: nothing writes after init.
  private let pieces: OpaquePointer

  /// From the bytes of a JSON object of tokens and ids; nil for any other.
  init?(json: UnsafeBufferPointer<UInt8>) {
    guard weir_is_utf8(json.baseAddress, json.count),
      let pieces = weir_pieces_from_json(json.baseAddress, json.count, UInt32(Vocabulary.countMax))
    else { return nil }
    self.pieces = pieces
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
    let bytes = UnsafeBufferPointer(start: weir_pieces_bytes(pieces), count: byteCount)
    return ByteStrings(
      arena: FlatTable(capacity: byteCount) { $0.update(fromContentsOf: bytes) },
      starts: FlatTable(capacity: starts.count) { $0.update(fromContentsOf: starts) })
  }

  /// The bytes that the tokens stand for at byte level; absent for a token with a character outside the alphabet.
  var bytes: ByteStrings {
    let byteCount = Int(weir_pieces_starts(pieces)[count] & 0x7fff_ffff)
    let alphabet = ByteLevelAlphabet.bytes
    var starts: FlatTable<UInt32>?
    let arena = FlatTable<UInt8>(capacity: byteCount) { bytes in
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

  /// The merges in the bytes of a JSON array; nil for anything else, or where one names a token that is none.
  func merges(json: UnsafeBufferPointer<UInt8>) -> [MergeTable.Entry]? {
    // A merge takes five bytes at least, with its comma.
    let capacity = json.count / 5 + 1
    return entries(capacity: capacity) { merges in
      weir_merges_from_json(pieces, json.baseAddress, json.count, merges, capacity)
    }
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
    let merges = [weir_merge](unsafeUninitializedCapacity: capacity) { merges, count in
      let found = read(merges.baseAddress)
      isRead = found >= 0 && found <= capacity
      count = isRead ? found : 0
    }
    guard isRead else { return nil }
    return merges.map { MergeTable.Entry(left: $0.left, right: $0.right, rank: $0.rank, merged: $0.merged) }
  }
}
