/// The words of a text in Latin and the scripts beside it, with their shape.
struct LatinWords {
  struct Word {
    fileprivate var start: Int32
    fileprivate var end: Int32
    var hash: UInt64
    var classes: WordClasses
    var isCapitalised: Bool
    /// More than one letter, all of them capitals.
    var isUppercase: Bool

    var range: Range<Int> { Int(start)..<Int(end) }
  }

  let text: NormalisedText
  let words: [Word]

  init(_ text: NormalisedText) {
    self.text = text
    var words = Self.words(in: text.bytes)
    WordClasses.classify(&words)
    self.words = words
  }

  /// The bytes between two neighbouring words.
  func gap(after index: Int) -> ArraySlice<UInt8> {
    let end = index + 1 < words.count ? words[index + 1].range.lowerBound : text.bytes.count
    return text.bytes[words[index].range.upperBound..<end]
  }

  /// Of the words that lie in a range of the text. O(log words).
  func indices(within range: Range<Int>) -> Range<Int> {
    var (low, high) = (0, words.count)
    while low < high {
      let middle = (low + high) / 2
      if words[middle].range.lowerBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    let end = words[low...].firstIndex { $0.range.upperBound > range.upperBound } ?? words.count
    return low..<end
  }

  func isCommon(_ index: Int) -> Bool { words[index].classes.contains(.common) }
  func bytes(_ index: Int) -> ArraySlice<UInt8> { text.bytes[words[index].range] }

  /// Without their classes.
  static func words(in bytes: [UInt8]) -> [Word] {
    bytes.withUnsafeBufferPointer { bytes in
      var words: [Word] = []
      words.reserveCapacity(bytes.count / 6)
      var index = 0
      while index < bytes.count {
        guard bytes[index] >= 0x41, letterLength(bytes, index) > 0 else {
          index += bytes[index] >= 0xe2 ? 3 : 1
          // Chinese characters in one step each.
          while index < bytes.count, bytes[index] >= 0xe2 { index += 3 }
          continue
        }
        let run = LetterRun(bytes, from: index)
        words.append(run.word(bytes))
        index = run.end
      }
      return words
    }
  }

  /// Bytes of the letter at `index`: ASCII, U+00C0 to U+07FF, or Latin Extended Additional (Vietnamese); else 0.
  @inline(__always)
  fileprivate static func letterLength(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    guard index < bytes.count else { return 0 }
    let byte = bytes[index]
    if byte.isASCIILetter { return 1 }
    if byte < 0xc3 { return 0 }
    if byte < 0xe0 { return index + 1 < bytes.count ? 2 : 0 }
    let isVietnamese = byte == 0xe1 && index + 2 < bytes.count && (0xb8...0xbb).contains(bytes[index + 1])
    return isVietnamese ? 3 : 0
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
    // "Stroke Rehabilitation" is a subject and "Larkmoor Rehabilitation" a place.
    let isSubject = subjectHeads.contains(evidence.bytes)
    let isNamed = !kept.allSatisfy { word in
      Lexicon.genericOrganisationWords.contains(text.bytes[word]) || isSubject && isSubjectWord(text.bytes[word])
    }
    return isNamed ? kept[kept.startIndex].lowerBound..<evidence.range.upperBound : nil
  }

  /// Heads that also end the name of a field of knowledge.
  private static let subjectHeads = WordSet("health healthcare rehabilitation rehab medicine imaging")

  /// "Rural Health": a field of knowledge and no organisation.
  static func isSubject(_ bytes: ArraySlice<UInt8>) -> Bool {
    let words = bytes.split(separator: 0x20)
    guard words.count > 1, let last = words.last, subjectHeads.contains(last) else { return false }
    return words.dropLast().allSatisfy { subjects.contains($0) }
  }

  private static func isSubjectWord(_ word: ArraySlice<UInt8>) -> Bool {
    let stem = word.suffix(2).elementsEqual("'s".utf8) ? word.dropLast(2) : word
    return Lexicon.commonWords.contains(stem) || subjects.contains(stem)
  }

  private static let subjects = WordSet(
    """
    women men veterans military stroke teen teens sexual reproductive occupational personal mental behavioral behavioural
    oral dental bone heart brain skin digestive rural urban global environmental adolescent child children minority family
    emergency internal sports alternative complementary cardiac pulmonary vestibular cognitive speech digital animal farm
    public maternal infant travel workplace population community nuclear
    """)

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

/// Letters, with apostrophes and hyphens between them, as they are read.
private struct LetterRun {
  let start: Int
  private(set) var end: Int
  private var hash = WordSet.hashStart
  /// Where the last apostrophe stands, and the hash before it: what follows may be a possessive.
  private var apostrophe = (index: -1, hash: WordSet.hashStart)
  private var smalls = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
    self.start = start
    end = start
    while end < bytes.count {
      takeASCII(bytes)
      let length = LatinWords.letterLength(bytes, end)
      if length > 0 {
        for _ in 0..<length { take(bytes[end]) }
      } else if bytes[end] == UInt8(ascii: "'") || bytes[end] == UInt8(ascii: "-"),
        LatinWords.letterLength(bytes, end + 1) > 0
      {
        if bytes[end] == UInt8(ascii: "'") { apostrophe = (end, hash) }
        take(bytes[end])
      } else {
        break
      }
    }
  }

  /// Letters of ASCII, as most are.
  @inline(__always)
  private mutating func takeASCII(_ bytes: UnsafeBufferPointer<UInt8>) {
    var (end, hash, smalls) = (end, hash, smalls)
    while end < bytes.count, bytes[end].isASCIILetter {
      hash = WordSet.hash(hash, addingLetter: bytes[end])
      smalls += bytes[end] >= 0x61 ? 1 : 0
      end += 1
    }
    (self.end, self.hash, self.smalls) = (end, hash, smalls)
  }

  private mutating func take(_ byte: UInt8) {
    hash = WordSet.hash(hash, adding: byte)
    end += 1
  }

  /// Without a possessive.
  func word(_ bytes: UnsafeBufferPointer<UInt8>) -> LatinWords.Word {
    let isPossessive =
      end - start > 2 && apostrophe.index == end - 2 && bytes[end - 1] | 0x20 == UInt8(ascii: "s")
    let last = isPossessive ? end - 2 : end
    let hasSmalls = smalls > (isPossessive && bytes[end - 1] == UInt8(ascii: "s") ? 1 : 0)
    let isCapitalised = bytes[start] < 0x80 ? bytes[start].isASCIIUppercase : isUppercase(bytes)
    return LatinWords.Word(
      start: Int32(start), end: Int32(last), hash: isPossessive ? apostrophe.hash : hash, classes: [],
      isCapitalised: isCapitalised, isUppercase: isCapitalised && last - start > 1 && !hasSmalls)
  }

  private func isUppercase(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    String(decoding: bytes[start..<min(start + 3, end)], as: UTF8.self).unicodeScalars.first?.properties.isUppercase
      ?? false
  }
}

extension UInt8 {
  /// A capital letter of ASCII, or the first byte of a letter beyond it.
  fileprivate var isCapital: Bool { isASCIIUppercase || self >= 0xc3 }
}
