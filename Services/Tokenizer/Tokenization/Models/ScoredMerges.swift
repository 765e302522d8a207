/// SentencePiece merges two neighbours whenever both together are a token, of the highest score first.
enum ScoredMerges {
  static func entries(_ pieces: [SentencePieceFile.Piece], _ vocabulary: Vocabulary) -> [MergeTable.Entry] {
    let ranks = ranks(pieces.map(\.score))
    var entries: [MergeTable.Entry] = []
    for (id, piece) in pieces.enumerated() where piece.kind == .normal || piece.kind == .userDefined {
      let text = piece.text
      for cut in text.indices.dropFirst() where text[cut] & 0xc0 != 0x80 {
        guard let left = vocabulary.id(of: text.span, from: 0, to: cut),
          let right = vocabulary.id(of: text.span, from: cut, to: text.count)
        else { continue }
        entries.append(MergeTable.Entry(left: left, right: right, rank: ranks[id], merged: Int32(id)))
      }
    }
    return entries
  }

  /// Equal scores share a rank, so that the leftmost of them goes first.
  private static func ranks(_ scores: [Float]) -> [UInt32] {
    var ranks = [UInt32](repeating: 0, count: scores.count)
    var rank: UInt32 = 0
    var previous: Float?
    for id in scores.indices.sorted(by: { (scores[$0], $1) > (scores[$1], $0) }) {
      if let previous, scores[id] < previous { rank += 1 }
      previous = scores[id]
      ranks[id] = rank
    }
    return ranks
  }
}
