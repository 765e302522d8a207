internal import CBytePairs
internal import ModelFiles

/// A vocabulary read straight into flat tables, without a text for each token. What is irregular is left to the general
/// readers, which say what is wrong.
final class FlatPieces {
  /// What the tables lie in, which go on after reading.
  private final class Text: @unchecked Sendable {  // Sendable: nothing writes what a table shows.
    let pieces: OpaquePointer

    init(_ pieces: OpaquePointer) { self.pieces = pieces }
    deinit { weir_pieces_destroy(pieces) }
  }

  private let text: Text
  private var pieces: OpaquePointer { text.pieces }

  /// By id, whether its token is only shown, and never reached; nil where none is.
  private let isLeftOut: [Bool]?

  private init(_ pieces: OpaquePointer, without isLeftOut: [Bool]? = nil) {
    text = Text(pieces)
    self.isLeftOut = isLeftOut
  }

  /// From the JSON object of tokens and ids that `json` begins with, and its length; nil for any other.
  static func read(_ json: UnsafeBufferPointer<UInt8>) -> (FlatPieces, length: Int)? {
    var length = 0
    let pieces = weir_pieces_from_json(json.baseAddress, json.count, UInt32(Vocabulary.countMax), &length)
    return pieces.map { (FlatPieces($0), length) }
  }

  /// The texts by id. Those of `isLeftOut` are only shown, and never found. Nil where two others are equal, or there are too
  /// many.
  convenience init?(_ texts: PackedStrings, without isLeftOut: [Bool]?) {
    let pieces = texts.withBytes { bytes -> OpaquePointer? in
      guard texts.count <= Vocabulary.countMax, bytes.count <= ByteStrings.byteCountMax else { return nil }
      return weir_pieces_from_packed(
        bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count, UInt32(texts.count), isLeftOut)
    }
    guard let pieces else { return nil }
    self.init(pieces, without: isLeftOut)
  }

  /// Tokens are not looked for any more.
  func endSearch() { weir_pieces_end_search(pieces) }

  deinit { endSearch() }

  var count: Int { Int(weir_pieces_count(pieces)) }

  /// The tokens as the file writes them.
  var strings: ByteStrings {
    let starts = UnsafeBufferPointer(start: weir_pieces_starts(pieces), count: count + 1)
    let byteCount = Int((starts.last ?? 0) & 0x7fff_ffff)
    return ByteStrings(
      arena: FlatTable(owner: text, base: weir_pieces_bytes(pieces), count: byteCount),
      starts: FlatTable(owner: text, base: weir_pieces_starts(pieces), count: starts.count))
  }

  /// Those without the ones that are never reached.
  var reachableStrings: ByteStrings { isLeftOut.map { isLeftOut in strings.removing { isLeftOut[$0] } } ?? strings }

  /// The tokens with the added ones in their places.
  func strings(with added: [AddedToken]) -> ByteStrings {
    for token in added where token.id == count {
      let content = Array(token.content.utf8)
      if !weir_pieces_append(pieces, UInt32(token.id), content, content.count) { break }
    }
    return strings.replacing(Dictionary(added.map { (Int($0.id), Array($0.content.utf8)) }, uniquingKeysWith: { $1 }))
  }

  /// The bytes that the tokens stand for at byte level; absent for a token with a character outside the alphabet.
  var bytes: ByteStrings {
    let byteCount = Int(weir_pieces_starts(pieces)[count] & 0x7fff_ffff)
    let alphabet = ByteLevelAlphabet.bytes
    // Both in one: large pages are taken whole.
    let startsByteCount = (count + 1) * MemoryLayout<UInt32>.stride
    let capacity = startsByteCount + byteCount + Int(WEIR_PIECES_SLACK)
    let memory = FlatTable<UInt8>(capacity: capacity, in: .reused) { memory in
      guard let start = memory.baseAddress else { return 0 }
      let starts = UnsafeMutableRawPointer(start).assumingMemoryBound(to: UInt32.self)
      weir_pieces_as_bytes(pieces, isLeftOut, alphabet, UInt32(alphabet.count), start + startsByteCount, starts)
      return startsByteCount + Int(starts[count])
    }
    return ByteStrings(
      arena: memory.part(at: startsByteCount, count: memory.count - startsByteCount),
      starts: memory.part(at: 0, count: count + 1))
  }

  /// The id of the token that the file writes as `piece`.
  func id(of piece: [UInt8]) -> Int32? {
    let id = weir_pieces_find(pieces, piece, piece.count)
    return id < 0 ? nil : id
  }

  /// The merges in the JSON array that `json` begins with, and its length; nil for anything else, or where one names a token
  /// that is none.
  func readMerges(_ json: UnsafeBufferPointer<UInt8>) -> (FlatTable<MergeTable.Entry>, length: Int)? {
    // A merge takes five bytes at least, with its comma.
    let capacity = json.count / 5 + 1
    var length = 0
    let merges = entries(capacity: capacity) { merges in
      weir_merges_from_json(pieces, json.baseAddress, json.count, merges, capacity, &length)
    }
    return merges.map { ($0, length) }
  }

  /// The merges "left right"; nil where one is no pair or names a token that is none.
  func merges(_ texts: PackedStrings) -> FlatTable<MergeTable.Entry>? {
    entries(capacity: texts.count) { merges in
      texts.withBytes {
        weir_merges_from_packed(
          pieces, $0.assumingMemoryBound(to: UInt8.self).baseAddress, $0.count, UInt32(texts.count), merges)
      }
    }
  }

  private func entries(
    capacity: Int, _ read: (UnsafeMutablePointer<weir_merge>?) -> Int
  ) -> FlatTable<MergeTable.Entry>? {
    var isRead = false
    // What the tables' builder needs meanwhile lies behind the merges.
    let byteCount = Int(weir_pieces_starts(pieces)[count] & 0x7fff_ffff)
    let spareCount = weir_bpe_spare_size(count, byteCount, capacity) / MemoryLayout<MergeTable.Entry>.stride + 8
    let merges = FlatTable<MergeTable.Entry>(capacity: capacity + spareCount, in: .passedOn) { merges in
      let found = merges.withMemoryRebound(to: weir_merge.self) { read($0.baseAddress) }
      isRead = found >= 0 && found <= capacity
      return isRead ? found : 0
    }
    return isRead ? merges : nil
  }
}
