extension BytePairModel {
  /// The tokens of a piece with the bytes that each stands for, found again from its ids.
  func tokens(_ text: [UInt8], _ workspace: inout Workspace) -> [ModelToken] {
    var ids: [Int32] = []
    encode(text.span, from: 0, to: text.count, into: &ids, &workspace)
    var tokens: [ModelToken] = []
    var start = 0
    let vocabulary = vocabulary
    for id in ids {
      start = skippingDropped(text, start, vocabulary)
      let end = min(text.count, self.end(of: id, text, start, vocabulary))
      tokens.append(ModelToken(id: id, range: min(start, end)..<end))
      start = end
    }
    return tokens
  }

  private func end(of id: Int32, _ text: [UInt8], _ start: Int, _ vocabulary: Vocabulary) -> Int {
    let bytes = vocabulary.bytes(of: id)
    if !bytes.isEmpty, text[start...].starts(with: bytes) { return start + bytes.count }
    if id != unknown.id { return start + 1 }
    var end = start
    repeat {
      end = endOfSymbol(text, end)
    } while unknown.isFused && end < text.count && isUnknown(text, end, vocabulary)
    return end
  }

  /// Without an unknown token, what the vocabulary lacks leaves no trace in the ids.
  private func skippingDropped(_ text: [UInt8], _ start: Int, _ vocabulary: Vocabulary) -> Int {
    guard unknown.id == nil, unknown.byteIDs == nil || start == 0 || start < text.count && text[start] & 0xc0 != 0x80
    else { return start }
    var start = start
    while start < text.count, isUnknown(text, start, vocabulary) { start = endOfSymbol(text, start) }
    return start
  }

  private func endOfSymbol(_ text: [UInt8], _ start: Int) -> Int {
    alphabet == .bytes || start >= text.count ? start + 1 : start + text.span.scalar(at: start).length
  }

  private func isUnknown(_ text: [UInt8], _ start: Int, _ vocabulary: Vocabulary) -> Bool {
    let end = endOfSymbol(text, start)
    if vocabulary.id(of: text.span, from: start, to: end) != nil { return false }
    return unknown.byteIDs.map { ids in text[start..<end].contains { ids[Int($0)] < 0 } } ?? true
  }
}
