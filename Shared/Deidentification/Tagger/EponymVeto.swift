/// Names of diseases, signs, tests and laws that carry a person's name: "Crohn's disease", "巴宾斯基征".
///
/// The tagger's candidates only: a title or a cue before the name ("Dr. Crohn") is another detector's, and outweighs it.
enum EponymVeto {
  static func isEponym(_ candidate: Candidate, in text: NormalisedText) -> Bool {
    let bytes = text.bytes[candidate.range]
    guard let first = bytes.first else { return false }
    let end = candidate.range.upperBound
    if first >= 0xe3 {
      return candidate.kind == .name
        && (isChemical(bytes) || chineseHead(after: end, text) || hasDisease(candidate.range, text))
    }
    let words = bytes.count { $0 == 0x20 } + 1
    if words == 1, Lexicon.eponyms.contains(bytes) { return true }
    if isListOfSigns(bytes) || isInstrument(after: end, text) || isInstrument(bytes) { return true }
    if candidate.kind == .location { return latinHead(after: end, text, in: placeHeads) }
    // With a given name before it, it takes the possessive: "Charles Bonnet's syndrome", but "Charles Bonnet test results".
    return words <= 2 && latinHead(after: end, text, in: Lexicon.eponymHeads, isPossessive: words == 2)
  }

  /// What places gave their names to: "Glasgow coma scale", "Marburg virus"; but not "Chicago law firm".
  private static let placeHeads = WordSet(
    "disease syndrome score scale criteria index virus fever classification protocol rules encephalitis")

  /// "Framingham Heart Study", "Glasgow Coma Scale": studies and instruments in capitals, which name no one.
  private static func isInstrument(after end: Int, _ text: NormalisedText) -> Bool {
    var rest = text.bytes[end...].prefix(headBytesMax)
    for _ in 0..<2 {
      guard rest.count > 1, rest[rest.startIndex] == 0x20, rest[rest.startIndex + 1].isASCIIUppercase else {
        return false
      }
      let word = rest.dropFirst().prefix { $0 != 0x20 }
      if instruments.contains(word.prefix(while: \.isASCIILetter)) { return true }
      rest = rest[word.endIndex...]
    }
    return false
  }

  /// "Hamilton Anxiety Scale".
  private static func isInstrument(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let space = bytes.lastIndex(of: 0x20), space > bytes.startIndex else { return false }
    let last = bytes[(space + 1)...]
    return last.first?.isASCIIUppercase == true && instruments.contains(last)
  }

  private static let instruments = WordSet(
    """
    study trial scale score criteria classification questionnaire inventory index guidelines guideline consensus
    syndrome disease palsy phenomenon
    """)

  /// "'s disease", " reflex", " risk score".
  private static func latinHead(
    after end: Int, _ text: NormalisedText, in heads: WordSet, isPossessive: Bool = false
  ) -> Bool {
    var rest = text.bytes[end...].prefix(headBytesMax)
    let possessive = possessiveBytes(rest)
    if possessive == 0, isPossessive { return false }
    rest = rest.dropFirst(possessive)
    for _ in 0..<2 {
      guard rest.first == 0x20 else { return false }
      let word = rest.dropFirst().prefix { $0.isASCIILetter || $0 == UInt8(ascii: "-") }
      guard let initial = word.first, !initial.isASCIIUppercase else { return false }
      if heads.contains(word) { return true }
      rest = rest[word.endIndex...]
    }
    return false
  }

  /// Of "'s", "s'" or "'" before a space.
  private static func possessiveBytes(_ rest: ArraySlice<UInt8>) -> Int {
    guard let first = rest.first, first == UInt8(ascii: "'") || first == UInt8(ascii: "s") else { return 0 }
    return possessives.first { rest.starts(with: $0) }.map { $0.count - 1 } ?? 0
  }

  private static let possessives = ["'s ", "s' ", "' "].map { Array($0.utf8) }

  /// Bytes of two words after the name.
  private static let headBytesMax = 48

  /// "Kernig negative, Brudzinski": eponyms with small words or commas between them, as in the notes of an examination.
  private static func isListOfSigns(_ bytes: ArraySlice<UInt8>) -> Bool {
    let isInWord = { (byte: UInt8) in byte.isASCIILetter || byte >= 0x80 || byte == UInt8(ascii: "-") }
    guard !bytes.allSatisfy(isInWord) else { return false }
    let words = bytes.split { !isInWord($0) }
    let capitalised = words.filter { $0.first?.isASCIIUppercase == true }
    let isList = bytes.contains(UInt8(ascii: ",")) || capitalised.count < words.count
    return isList && !capitalised.isEmpty && capitalised.allSatisfy { Lexicon.eponyms.contains($0) }
  }

  /// Characters of chemistry, which name drugs and no people.
  private static func isChemical(_ bytes: ArraySlice<UInt8>) -> Bool {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.contains(where: chemistry.contains)
  }

  /// Source: Chinese Pharmacopoeia Commission, rules of drug names: stems of compounds.
  private static let chemistry = ScalarSet("胺唑啶嗪酯酚肽苷酮烷烯炔酰氨酸噻嘧吡咪喹呋哌胍脲腺酶铵钠钾钙镁锌铋氯氟溴碘硝磺羟".unicodeScalars)

  /// "桥本甲" of 桥本甲状腺炎: the name of a disease behind the first two or three characters.
  private static func hasDisease(_ range: Range<Int>, _ text: NormalisedText) -> Bool {
    [6, 9].contains { length in
      guard length < range.count else { return false }
      let rest = text.bytes[(range.lowerBound + length)...].prefix(18)
      return diseases.contains { rest.starts(with: $0) }
    }
  }

  private static let diseases = ["综合征", "综合症", "甲状腺炎", "动脉炎", "淋巴瘤", "肉瘤", "脑炎", "舞蹈病"].map { Array($0.utf8) }

  private static func chineseHead(after end: Int, _ text: NormalisedText) -> Bool {
    let rest = text.bytes[end...].prefix(18)
    guard rest.first.map({ $0 >= 0xe3 }) == true else { return false }
    return chineseHeads.contains { rest.starts(with: $0) } && !personalWords.contains { rest.starts(with: $0) }
  }

  private static let chineseHeads = [
    "病", "氏病", "综合征", "综合症", "征", "氏征", "反射", "评分", "试验", "氏", "菌", "细胞", "淋巴瘤", "肉瘤", "甲状腺炎", "定律", "定理", "效应",
    "手术法", "指数", "量表", "染色", "分级", "分期", "骨折", "管", "现象", "舞蹈",
  ].map { Array($0.utf8) }
  /// Words of a person that begin like one of a disease.
  private static let personalWords = [
    "病人", "病房", "病历", "病情", "病因", "病故", "病逝", "病危", "病重", "病了", "病倒", "征求", "征得", "管理", "管家",
  ].map { Array($0.utf8) }
}
