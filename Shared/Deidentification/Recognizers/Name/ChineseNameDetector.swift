/// Chinese names of people: a surname, one or two characters that given names are made of, and words around them.
///
/// The evidence adds up: how name-like the characters are, a cue before ("患者", "我叫"), a title or a verb of speaking
/// after, and whether the name stands between punctuation.
struct ChineseNameDetector {
  private let text: ScalarText
  private var scalars: [Unicode.Scalar] { text.scalars }
  private var found: [Candidate] = []
  /// The first dot of a transliterated name at or after where the scan is: most texts have none.
  private var nextDot = 0

  /// Linear in the text.
  static func candidates(in text: ScalarText) -> [Candidate] {
    var detector = ChineseNameDetector(text: text)
    detector.scan()
    return detector.found
  }

  private init(text: ScalarText) { self.text = text }

  private mutating func scan() {
    var index = 0
    while index < scalars.count {
      if nextDot < index { findDot(from: index) }
      if scalars[index].isIdeograph, mayBegin(index), let (end, score, name) = best(at: index) {
        found.append(Candidate(range: text.bytes(index..<end), kind: .name, score: score, recognizer: name))
        index = end
      } else {
        index += 1
      }
    }
  }

  /// A surname, or one of the places where other characters make a name too: most are neither.
  private func mayBegin(_ index: Int) -> Bool {
    if !text.classes[index].isDisjoint(with: [.commonSurname, .compoundSurnameStart]) { return true }
    return nextDot - index <= Self.dottedPartMax || index == 0 || scalars[index - 1] == ":"
      || scalars[index - 1] == "\n"
  }

  private mutating func findDot(from index: Int) {
    nextDot = index
    while nextDot < scalars.count, !Self.isDot(scalars[nextDot]) { nextDot += 1 }
  }

  private func best(at start: Int) -> (end: Int, score: Float, name: String)? {
    if nextDot - start <= Self.dottedPartMax, let end = dottedName(at: start) { return (end, 0.9, "name-dotted") }
    let surnameLength = surnameLength(at: start)
    guard surnameLength > 0 else { return cuedUnknown(at: start) ?? listed(at: start) }
    if let full = full(start, surname: surnameLength) { return (full.end, min(full.score, 0.99), "name-chinese") }
    return hidden(start, surname: surnameLength) ?? titled(start, surname: surnameLength) ?? cuedUnknown(at: start)
  }
}

// MARK: Shapes

extension ChineseNameDetector {
  private func surnameLength(at start: Int) -> Int {
    let isCompound =
      text.classes[start].contains(.compoundSurnameStart)
      && ChineseLexicon.compoundSurnamePhrases.length(in: text, startingAt: start) == 2
    if isCompound { return 2 }
    return text.classes[start].contains(.commonSurname) ? 1 : 0
  }

  /// Transliterated and minority names: "阿卜杜拉·买买提", "龙^小云" in HL7.
  private func dottedName(at start: Int) -> Int? {
    if ChineseLexicon.cueBeforePhrases.length(in: text, startingAt: start) != nil || isLink(start) { return nil }
    if start > 0, scalars[start - 1].isIdeograph || scalars[start - 1] == "·" { return dottedAfterCue(start) }
    return dottedEnd(start)
  }

  /// 是 of "丈夫是阿卜杜拉·买买提": between a cue and a name, and the first of none.
  private func isLink(_ index: Int) -> Bool { "是叫和与跟给对由被为".unicodeScalars.contains(scalars[index]) }

  private func dottedAfterCue(_ start: Int) -> Int? {
    guard scalars[start - 1] != "·", hasCue(before: start) else { return nil }
    return dottedEnd(start)
  }

  /// Scalars of the longest part of a transliterated name; a longer one goes on with the sentence.
  private static let dottedPartMax = 6

  private static func isDot(_ scalar: Unicode.Scalar) -> Bool { scalar == "·" || scalar == "^" }

  private func dottedEnd(_ start: Int) -> Int? {
    var (end, part, dots) = (start, start, 0)
    while end < scalars.count, scalars[end].isIdeograph || Self.isDot(scalars[end]) && end > start {
      end += 1
      if !scalars[end - 1].isIdeograph { (part, dots) = (end, dots + 1) }
      if end - part > Self.dottedPartMax { return nil }
    }
    guard (1...3).contains(dots), end - start >= 3, scalars[end - 1].isIdeograph else { return nil }
    return end
  }

  /// After a sure cue with a colon, whatever two to four characters stand until the next punctuation are a name.
  private func cuedUnknown(at start: Int) -> (end: Int, score: Float, name: String)? {
    guard start > 1, scalars[start - 1] == ":", hasCue(before: start - 1) else { return nil }
    var end = start
    while end < scalars.count, scalars[end].isIdeograph { end += 1 }
    guard (2...4).contains(end - start), !ChineseLexicon.notNamePhrases.contains(start..<end, of: text) else {
      return nil
    }
    return (end, 0.7, "name-chinese-cued")
  }

  /// "王某", "李某某": a name that the writer has hidden but for the surname.
  private func hidden(_ start: Int, surname: Int) -> (end: Int, score: Float, name: String)? {
    var end = start + surname
    while end < scalars.count, scalars[end] == "某" { end += 1 }
    guard end > start + surname else { return nil }
    while end < scalars.count, end - start < 4, "甲乙丙丁强伟华军".unicodeScalars.contains(scalars[end]) { end += 1 }
    return (end, 0.85, "name-chinese-hidden")
  }

  /// "扎西央金,藏族": a line that begins with two to four characters and the field that forms write after a name.
  private func listed(at start: Int) -> (end: Int, score: Float, name: String)? {
    guard start == 0 || scalars[start - 1] == "\n" else { return nil }
    var end = start
    while end < scalars.count, scalars[end].isIdeograph { end += 1 }
    guard (2...4).contains(end - start), hasPersonalField(end) else { return nil }
    return (end, 0.7, "name-chinese-listed")
  }

  /// "王主任": the surname alone, before a title.
  private func titled(_ start: Int, surname: Int) -> (end: Int, score: Float, name: String)? {
    let end = start + surname
    guard isClass(.surnameTitleStart, end), ChineseLexicon.surnameTitlePhrases.length(in: text, startingAt: end) != nil
    else { return nil }
    let isInsideWord =
      start > 0 && scalars[start - 1].isIdeograph && !isBoundaryCharacter(start - 1) && !hasCue(before: start)
    guard !isInsideWord, !ChineseLexicon.notNamePhrases.contains(start..<min(end + 1, text.count), of: text) else {
      return nil
    }
    return (end, 0.8, "name-chinese-titled")
  }
}

// MARK: Evidence

extension ChineseNameDetector {
  /// The surname with one or two characters, whichever is the likelier name.
  private func full(_ start: Int, surname: Int) -> (end: Int, score: Float)? {
    let given = start + surname
    guard text.isIdeograph(given) else { return nil }
    let before = beforeWeight(start)
    let short = weighed(start, surname, given + 1, before)
    let long = text.isIdeograph(given + 1) ? weighed(start, surname, given + 2, before) : nil
    guard let short, let long else { return long ?? short }
    return short.score > long.score ? short : long
  }

  private func weighed(_ start: Int, _ surname: Int, _ end: Int, _ before: Float) -> (end: Int, score: Float)? {
    let score = characterWeight(start, surname, end) + before + afterWeight(end)
    return score >= Candidate.scoreMin && !isWord(start, end) ? (end, score) : nil
  }

  /// The characters make another word, alone or with those beside them.
  private func isWord(_ start: Int, _ end: Int) -> Bool {
    if let length = ChineseLexicon.notNamePhrases.length(in: text, startingAt: start), start + length <= end + 1 {
      return true
    }
    if ChineseLexicon.cityPhrases.length(in: text, startingAt: start) != nil { return true }
    return end - start > 2 && ChineseLexicon.titleAfterPhrases.contains((start + 1)..<end, of: text)
  }

  private func characterWeight(_ start: Int, _ surname: Int, _ end: Int) -> Float {
    let (first, last) = (text.classes[start + surname], text.classes[end - 1])
    let isTwo = end - start - surname == 2
    let known: Float = (first.contains(.given) ? 0.5 : 0) + (last.contains(.given) ? 0.5 : 0)
    let unlikely = Self.isUnlikely(first) || Self.isUnlikely(last)
    let isRare = surname == 1 && text.classes[start].contains(.rareSurname)
    let base: Float = surname == 2 ? 0.35 : isRare ? 0 : 0.15
    return base + 0.25 * known + (isTwo ? 0.05 + (known == 1 ? 0.05 : 0) : 0) - (unlikely ? 0.4 : 0)
  }

  private static func isUnlikely(_ given: HanClasses) -> Bool {
    given.contains(.function) && !given.contains(.given)
  }

  private func beforeWeight(_ start: Int) -> Float {
    if start == 0 { return 0.1 }
    if hasCue(before: start) { return 0.3 }
    if !scalars[start - 1].isIdeograph { return hasCueAcrossColon(start) ? 0.45 : 0.12 }
    return isBoundaryCharacter(start - 1) ? 0.1 : -0.1
  }

  private func afterWeight(_ end: Int) -> Float {
    if end == scalars.count { return 0.1 }
    if isClass(.titleAfterStart, end), ChineseLexicon.titleAfterPhrases.length(in: text, startingAt: end) != nil {
      return 0.35
    }
    if !scalars[end].isIdeograph { return hasPersonalField(end) ? 0.5 : 0.12 }
    guard isClass(.cueAfterStart, end), let cue = ChineseLexicon.cueAfterPhrases.length(in: text, startingAt: end)
    else { return -0.1 }
    return cue > 1 ? 0.25 : 0.1
  }

  private func hasCue(before start: Int) -> Bool {
    isClass(.cueBeforeEnd, start - 1) && ChineseLexicon.cueBeforePhrases.length(in: text, endingAt: start) != nil
  }

  private func hasCueAcrossColon(_ start: Int) -> Bool {
    var index = start
    while index > 0, start - index < 2, Self.isLink(scalars[index - 1]) { index -= 1 }
    return index < start && hasCue(before: index)
  }

  /// ",男," or "(女": what a form writes after a name.
  private func hasPersonalField(_ end: Int) -> Bool {
    guard end + 1 < scalars.count, Self.isStop(scalars[end]) else { return false }
    return ChineseLexicon.personalFields.length(in: text, startingAt: end + 1) != nil
  }

  /// Between a cue and its name.
  private static func isLink(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ":", " ", "(", "\"", "-", "|", ",": true
    default: false
    }
  }

  /// Between a name and the next field of a form.
  private static func isStop(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ",", "(", " ", "、", ":", ";", "|": true
    default: false
    }
  }

  private func isBoundaryCharacter(_ index: Int) -> Bool { isClass(.boundary, index) }

  private func isClass(_ classes: HanClasses, _ index: Int) -> Bool {
    text.classes.indices.contains(index) && text.classes[index].contains(classes)
  }
}
