/// The words that the tagger draws to a name and that are no part of it: small ones across a comma ("Tilden, hall"), and
/// the form of address at the end of a passenger's name ("PEREIRA/MARIA MS").
enum SmallWords {
  /// The candidate without them; empty when it is nothing else.
  static func trimmed(_ candidate: Candidate, in text: NormalisedText, _ tagger: Tagger) -> Candidate {
    guard candidate.recognizer == Tagger.name else { return candidate }
    var candidate = candidate
    let bytes = text.bytes[candidate.range]
    if let comma = bytes.lastIndex(of: UInt8(ascii: ",")), comma + 2 < bytes.endIndex, bytes[comma + 1] == 0x20,
      isSmallWord(bytes[(comma + 2)...], tagger)
    {
      candidate.range = candidate.range.lowerBound..<comma
    } else if let space = bytes.lastIndex(of: 0x20), space > bytes.startIndex,
      addresses.contains(where: { bytes[(space + 1)...].elementsEqual($0) })
    {
      candidate.range = candidate.range.lowerBound..<space
    } else if isAfterComma(candidate.range.lowerBound, text) && isSmallWord(bytes, tagger)
      || isAddressToWord(bytes, tagger)
    {
      candidate.range = candidate.range.lowerBound..<candidate.range.lowerBound
    }
    return candidate
  }

  private static let addresses = ["MR", "MRS", "MS", "MISS", "MSTR"].map { Array($0.utf8) }

  /// "Sir bot", "Dr here": a form of address before a word in small letters that nobody is called.
  private static func isAddressToWord(_ bytes: ArraySlice<UInt8>, _ tagger: Tagger) -> Bool {
    let words = bytes.split(separator: 0x20)
    return words.count == 2 && bytes.first?.isASCIIUppercase == true && Lexicon.titles.contains(words[0])
      && words[1].allSatisfy { $0.isASCIILetter && !$0.isASCIIUppercase } && !tagger.isCommonName(words[1])
  }

  private static func isAfterComma(_ index: Int, _ text: NormalisedText) -> Bool {
    index > 1 && text.bytes[index - 1] == 0x20 && text.bytes[index - 2] == UInt8(ascii: ",")
  }

  private static func isSmallWord(_ word: ArraySlice<UInt8>, _ tagger: Tagger) -> Bool {
    word.allSatisfy { $0.isASCIILetter && !$0.isASCIIUppercase }
      && (Lexicon.commonWords.contains(word) || tagger.isWord(word))
  }
}
