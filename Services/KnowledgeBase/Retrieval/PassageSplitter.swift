/// Splits a text into passages that end where sentences end, English or Chinese.
///
/// A passage is what search ranks and what a prompt quotes: long enough to answer, short enough for several to fit.
enum PassageSplitter {
  /// About 200 English words, or 400 Chinese characters, which say as much as three letters each.
  static let weightMax = 1200

  /// Whitespace between passages is dropped; every other character is in exactly one passage, in order.
  static func passages(_ text: String) -> [String] {
    var passages: [String] = []
    var open = Substring(), weightOpen = 0
    for sentence in sentences(text).flatMap(pieces) {
      let weight = weight(sentence)
      if weightOpen > 0, weightOpen + weight > weightMax {
        passages.append(trimmed(open))
        (open, weightOpen) = (sentence, weight)
      } else {
        // Sentences are neighbours in the text, so that their union keeps what is between them.
        open = open.isEmpty ? sentence : text[open.startIndex..<sentence.endIndex]
        weightOpen += weight
      }
    }
    passages.append(trimmed(open))
    return passages.filter { !$0.isEmpty }
  }

  /// Sentences with the space that follows them.
  static func sentences(_ text: String) -> [Substring] {
    var sentences: [Substring] = []
    var start = text.startIndex
    for index in text.indices where endsSentence(text, index) {
      let end = text.index(after: index)
      sentences.append(text[start..<end])
      start = end
    }
    if start < text.endIndex { sentences.append(text[start...]) }
    return sentences
  }

  private static func endsSentence(_ text: String, _ index: String.Index) -> Bool {
    let character = text[index]
    if "。！？；\n\r\n".contains(character) { return true }
    guard ".!?".contains(character) else { return false }
    let next = text.index(after: index)
    return next == text.endIndex || text[next].isWhitespace
  }

  /// A sentence over the limit is cut after a space, or where there is none at the limit.
  private static func pieces(_ sentence: Substring) -> [Substring] {
    var pieces: [Substring] = []
    var start = sentence.startIndex, space: String.Index?, weightOpen = 0
    for index in sentence.indices {
      let weight = weight(sentence[index])
      if weightOpen + weight > weightMax, start < index {
        let cut = space ?? index
        pieces.append(sentence[start..<cut])
        weightOpen = self.weight(sentence[cut..<index])
        (start, space) = (cut, nil)
      }
      weightOpen += weight
      if sentence[index].isWhitespace { space = sentence.index(after: index) }
    }
    pieces.append(sentence[start...])
    return pieces
  }

  static func weight(_ text: Substring) -> Int { text.reduce(0) { $0 + weight($1) } }

  private static func weight(_ character: Character) -> Int {
    character.unicodeScalars.reduce(0) { $0 + ($1.isUnspaced ? 3 : 1) }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
