/// The words of a text in Latin and the scripts beside it, with their shape.
struct LatinWords {
  struct Word {
    var range: Range<Int>
    var isCapitalised: Bool
    /// More than one letter, all of them capitals.
    var isUppercase: Bool
    var hash: UInt64
  }

  let text: NormalisedText
  let words: [Word]

  init(_ text: NormalisedText) {
    self.text = text
    words = Self.words(in: text.bytes)
  }

  /// The bytes between two neighbouring words.
  func gap(after index: Int) -> ArraySlice<UInt8> {
    let end = index + 1 < words.count ? words[index + 1].range.lowerBound : text.bytes.count
    return text.bytes[words[index].range.upperBound..<end]
  }

  func isCommon(_ index: Int) -> Bool { Lexicon.commonWords.contains(hash: words[index].hash) }
  func bytes(_ index: Int) -> ArraySlice<UInt8> { text.bytes[words[index].range] }

  private static func words(in bytes: [UInt8]) -> [Word] {
    var words: [Word] = []
    var index = 0
    while index < bytes.count {
      guard let length = letterLength(bytes, index) else {
        index += 1
        continue
      }
      var end = index + length
      while let next = continuation(bytes, end) { end = next }
      words.append(word(bytes, index..<withoutPossessive(bytes, index..<end)))
      index = end
    }
    return words
  }

  /// Bytes of the letter at `index`: ASCII, U+00C0 to U+07FF, or Latin Extended Additional (Vietnamese); else nil.
  private static func letterLength(_ bytes: [UInt8], _ index: Int) -> Int? {
    guard index < bytes.count else { return nil }
    let byte = bytes[index]
    if byte.isASCIILetter { return 1 }
    if byte >= 0xc3, byte < 0xe0 { return index + 1 < bytes.count ? 2 : nil }
    let isVietnamese = byte == 0xe1 && index + 2 < bytes.count && (0xb8...0xbb).contains(bytes[index + 1])
    return isVietnamese ? 3 : nil
  }

  /// Where a word goes on after `index`: a letter, or an apostrophe or hyphen with a letter after it.
  private static func continuation(_ bytes: [UInt8], _ index: Int) -> Int? {
    if let length = letterLength(bytes, index) { return index + length }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "'") || bytes[index] == UInt8(ascii: "-") else {
      return nil
    }
    return letterLength(bytes, index + 1).map { index + 1 + $0 }
  }

  private static func withoutPossessive(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    let hasPossessive =
      range.count > 2 && bytes[range.upperBound - 2] == UInt8(ascii: "'")
      && bytes[range.upperBound - 1] | 0x20 == UInt8(ascii: "s")
    return hasPossessive ? range.upperBound - 2 : range.upperBound
  }

  private static func isUppercase(_ word: ArraySlice<UInt8>) -> Bool {
    String(decoding: word.prefix(3), as: UTF8.self).unicodeScalars.first?.properties.isUppercase ?? false
  }

  private static func word(_ bytes: [UInt8], _ range: Range<Int>) -> Word {
    let word = bytes[range]
    let isCapitalised = word[range.lowerBound] < 0x80 ? word[range.lowerBound].isASCIIUppercase : isUppercase(word)
    let isUppercase = isCapitalised && range.count > 1 && !word.contains { $0.isASCIILetter && !$0.isASCIIUppercase }
    return Word(range: range, isCapitalised: isCapitalised, isUppercase: isUppercase, hash: WordSet.hash(word))
  }
}

extension LatinWords {
  /// A place after its cue, cut before the first word that no place's name holds; nil when none is left.
  static func placeRange(in evidence: Evidence) -> Range<Int>? {
    let words = evidence.string.split(separator: " ")
    let kept = words.prefix { !Lexicon.commonWords.contains($0.utf8) || placeWords.contains($0.utf8) }
    guard !kept.isEmpty else { return nil }
    let end = evidence.range.lowerBound + kept.joined(separator: " ").utf8.count
    return evidence.text.trimmed(evidence.range.lowerBound..<end)
  }

  /// Ordinary words that places are named with.
  private static let placeWords = WordSet(
    "new north south east west fort san los las lake port city springs beach st saint el great little old point mountain river rock long green"
  )

  /// The organisation that ends with a matched head: back over capitalised words and the small words between them,
  /// less what a sentence puts before it ("At", "The"); nil when only a common noun is left.
  static func organisationRange(endingWith evidence: Evidence) -> Range<Int>? {
    guard evidence.isWholeWord else { return nil }
    let text = evidence.text
    let back = max(0, evidence.range.lowerBound - organisationBytesMax)
    let words = wordRanges(text, in: back..<evidence.range.lowerBound)
    var kept = words[words.endIndex...]
    for index in words.indices.reversed() {
      let end = index + 1 < words.count ? words[index + 1].lowerBound : evidence.range.lowerBound
      guard words[index].lowerBound > back || back == 0, isOrganisationPart(words[index], upTo: end, text) else {
        break
      }
      kept = words[index...]
    }
    kept = kept.drop { Lexicon.leadingWords.contains(text.bytes[$0]) || !text.bytes[$0.lowerBound].isCapital }
    let isNamed = !kept.allSatisfy { Lexicon.genericOrganisationWords.contains(text.bytes[$0]) }
    return isNamed ? kept[kept.startIndex].lowerBound..<evidence.range.upperBound : nil
  }

  /// Bytes of an organisation's name before its last word: about eight words.
  private static let organisationBytesMax = 80

  private static func isOrganisationPart(_ word: Range<Int>, upTo end: Int, _ text: NormalisedText) -> Bool {
    let gap = text.bytes[word.upperBound..<end]
    let isJoined = [" ", ", ", " & ", "'s ", "' ", ". "].contains { gap.elementsEqual($0.utf8) }
    let isAbbreviation = !gap.elementsEqual(". ".utf8) || word.count <= 3
    return isJoined && isAbbreviation
      && (text.bytes[word.lowerBound].isCapital
        || ["of", "and", "for", "the", "at", "de", "la"].contains(text.lowercased(word)))
  }

  /// Ranges of the words of a part of the text.
  private static func wordRanges(_ text: NormalisedText, in range: Range<Int>) -> [Range<Int>] {
    Self.words(in: Array(text.bytes[range])).map {
      ($0.range.lowerBound + range.lowerBound)..<($0.range.upperBound + range.lowerBound)
    }
  }
}

extension UInt8 {
  /// A capital letter of ASCII, or the first byte of a letter beyond it.
  fileprivate var isCapital: Bool { isASCIIUppercase || self >= 0xc3 }
}
