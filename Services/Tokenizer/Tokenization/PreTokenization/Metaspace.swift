/// SentencePiece's way with spaces: each becomes a visible character, and one is put before the text.
struct Metaspace: Sendable {
  enum PrependScheme: String, Sendable {
    case always, first, never
  }

  var replacement: [UInt8]
  var scheme: PrependScheme
  var splits: Bool

  func write<Output: TextOutput>(_ text: Span<UInt8>, startsInput: Bool, into output: inout Output) {
    let scalars = replacement.scalarValues
    var index = 0
    if text.count > 0, prepends(text, startsInput) {
      let (first, length) = text.scalar(at: 0)
      for (place, scalar) in scalars.enumerated() {
        if place == 0 { output.put(scalar, for: 0) } else { output.insert(scalar, at: length) }
      }
      output.insert(first, at: length)
      index = length
    }
    while index < text.count {
      let end = endOfWord(text, from: index)
      output.keep(text, index..<end)
      if end < text.count { for scalar in scalars { output.insert(scalar, at: end + 1) } }
      index = end + 1
    }
  }

  private func prepends(_ text: Span<UInt8>, _ startsInput: Bool) -> Bool {
    guard scheme == .always || (scheme == .first && startsInput), text[0] != 0x20 else { return false }
    return !(text.count >= replacement.count && replacement.indices.allSatisfy { text[$0] == replacement[$0] })
  }

  private func endOfWord(_ text: Span<UInt8>, from start: Int) -> Int {
    var end = start
    while end < text.count, text[end] != 0x20 { end += 1 }
    return end
  }
}
