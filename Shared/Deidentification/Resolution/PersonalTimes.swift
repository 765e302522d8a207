/// The policy rule of personal times: an age below 90, or the year of an event, is an identifier where it is told of a
/// person and the text is not clinical.
///
/// Any information about an identifiable person is personal data (GDPR Art. 4(1)), and an age or a year beside a name
/// narrows down who that is. In clinical text the Safe Harbor method holds instead, which lets both stand because the
/// question of a clinician is senseless without them: 45 CFR 164.514(b)(2)(i)(C).
enum PersonalTimes {
  static let age = "age-of-person"
  static let chineseAge = "age-of-person-chinese"
  static let year = "year-of-person"

  /// Takes the candidates of the rule out of a list: they count only when names are known.
  static func taken(from candidates: inout [Candidate]) -> [Candidate] {
    let isOurs = { (candidate: Candidate) in
      (candidate.kind == .age || candidate.kind == .date) && [age, chineseAge, year].contains(candidate.recognizer)
    }
    guard candidates.contains(where: isOurs) else { return [] }
    defer { candidates.removeAll(where: isOurs) }
    return candidates.filter(isOurs)
  }

  /// Those that are told of a person, and the ages between commas behind a name. `spans` are what was found in the text,
  /// in its order.
  static func told(_ times: [Candidate], beside spans: [Candidate], in text: NormalisedText, _ tagger: Tagger)
    -> [Candidate]
  {
    let all = times + ages(behind: spans, in: text)
    return all.filter { time in
      let sentence = sentence(around: time.range, in: text)
      let isNamed = spans.contains { $0.kind == .name && sentence.overlaps($0.range) }
      guard isNamed || time.kind == .age && hasPerson(sentence, in: text) else { return false }
      return !ClinicalText.isClinical(around: time.range, in: text, tagger)
    }
  }

  /// "Harold Winslow, 45, of Leeds".
  private static func ages(behind spans: [Candidate], in text: NormalisedText) -> [Candidate] {
    spans.compactMap { span in
      guard span.kind == .name else { return nil }
      let rest = text.bytes[span.range.upperBound...].prefix(5)
      guard rest.count == 5, rest.starts(with: ", ".utf8), rest.last == UInt8(ascii: ",") else { return nil }
      let digits = rest.dropFirst(2).dropLast()
      guard digits.allSatisfy(\.isASCIIDigit), digits.first != UInt8(ascii: "0") else { return nil }
      return Candidate(range: digits.startIndex..<digits.endIndex, kind: .age, score: 0.8, recognizer: age)
    }
  }

  /// Bytes of a sentence to either side of a time.
  private static let sentenceReach = 240

  /// From the end of the sentence before to that of its own.
  private static func sentence(around range: Range<Int>, in text: NormalisedText) -> Range<Int> {
    let floor = max(0, range.lowerBound - sentenceReach)
    let limit = min(text.bytes.count, range.upperBound + sentenceReach)
    let start = (floor..<range.lowerBound).last { isEnd($0, in: text) }.map { $0 + 1 } ?? floor
    let end = (range.upperBound..<limit).first { isEnd($0, in: text) } ?? limit
    return start..<end
  }

  private static func isEnd(_ index: Int, in text: NormalisedText) -> Bool {
    let byte = text.bytes[index]
    if byte == 0x0a { return true }
    // The last bytes of 。, ！ is folded to "!".
    if byte == 0x82 { return index > 1 && text.bytes[index - 1] == 0x80 && text.bytes[index - 2] == 0xe3 }
    guard byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?"), index > 0 else {
      return false
    }
    let isBeforeSpace = index + 1 >= text.bytes.count || text.bytes[index + 1] == 0x20
    // "Mr. Winslow", "J. Winslow".
    let word = text.bytes[..<index].suffix(titleBytesMax + 1).reversed().prefix(while: \.isASCIILetter).reversed()
    return byte != UInt8(ascii: ".") ? true : isBeforeSpace && word.count > 1 && !Lexicon.titles.contains(Array(word))
  }

  private static let titleBytesMax = 8

  /// The speaker, somebody of their family, or one who was named before.
  private static func hasPerson(_ sentence: Range<Int>, in text: NormalisedText) -> Bool {
    if chinesePersons.occurs(in: text.bytes, sentence) { return true }
    var rest = text.bytes[sentence]
    while !rest.isEmpty {
      let word = rest.prefix { $0.isASCIILetter || $0 == UInt8(ascii: "'") }
      if !word.isEmpty, persons.contains(word) { return true }
      rest = rest[word.endIndex...].dropFirst()
    }
    return false
  }

  private static let persons = WordSet("i i'm i'll i've i'd im my me he he's he'll she she's she'll his her him")
  private static let chinesePersons = WordSearch(["我", "他", "她", "本人"])
}
