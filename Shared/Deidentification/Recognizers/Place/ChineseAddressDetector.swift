/// Chinese addresses from the province down to the room, and towns by name.
///
/// An address is a chain of levels, each ended by its own word (省, 市, 区, 路, 号 …). It begins at a known province or
/// city, or at a short name before 县, 路 and the like. Source: GB/T 2260 (divisions), GB/T 23705 (address elements).
struct ChineseAddressDetector {
  private let text: ScalarText
  private var found: [Candidate] = []

  /// Linear in the text.
  static func candidates(in text: ScalarText) -> [Candidate] {
    var detector = ChineseAddressDetector(text: text)
    detector.scan()
    return detector.found
  }

  private init(text: ScalarText) { self.text = text }

  private mutating func scan() {
    var index = 0
    while index < text.count {
      let mayBegin = !text.classes[index].isDisjoint(with: [.provinceStart, .cityStart, .ownLevel])
      guard mayBegin, let range = address(at: index) else {
        index += 1
        continue
      }
      found.append(Candidate(range: text.bytes(range), kind: .location, score: 0.85, recognizer: "address-chinese"))
      index = range.upperBound
    }
  }

  private func address(at index: Int) -> Range<Int>? { seeded(at: index) ?? unseeded(endingAt: index) }
}

// MARK: Where an address begins

extension ChineseAddressDetector {
  /// From a known province or city. A province alone is no identifier; a city is.
  private func seeded(at start: Int) -> Range<Int>? {
    let classes = text.classes[start]
    if classes.contains(.provinceStart), let length = ChineseLexicon.provinces.length(in: text, startingAt: start) {
      let end = withDivision(start + length)
      let last = chainEnd(from: end)
      return last > end ? start..<last : nil
    }
    guard classes.contains(.cityStart), let length = ChineseLexicon.cityPhrases.length(in: text, startingAt: start)
    else { return nil }
    let end =
      text.isIdeograph(start + length) && "市区县".unicodeScalars.contains(text[start + length]) && !isNoun(start + length)
      ? start + length + 1 : start + length
    return start..<chainEnd(from: end)
  }

  /// "省", "自治区" and the like after a province.
  private func withDivision(_ end: Int) -> Int {
    end + (ChineseLexicon.provinceEnds.length(in: text, startingAt: end) ?? 0)
  }

  /// From a short unknown name before a level: "丹棱县", "青柏小区C幢602".
  private func unseeded(endingAt index: Int) -> Range<Int>? {
    guard text.isIdeograph(index), text.classes[index].contains(.ownLevel), !isNoun(index) else { return nil }
    guard let start = nameStart(before: index) else { return nil }
    let end = chainEnd(from: index + 1)
    if text.scalars[index..<end].contains(where: \.isASCIIDigit), end > index + 1 { return start..<end }
    let isDivision = "县市镇乡村".unicodeScalars.contains(text[index])
    let isBounded =
      start == 0 || !text.isIdeograph(start - 1) || text.classes[start - 1].contains(.boundary)
    return isDivision && isBounded && (2...3).contains(index - start) && !isGeneric(start..<(index + 1))
      ? start..<end : nil
  }

  /// Back over the characters of a name, at most six, to punctuation or a word of grammar.
  private func nameStart(before index: Int) -> Int? {
    var start = index
    while start > 0, index - start < 6, ChineseLexicon.isPlaceCharacter(text[start - 1]) { start -= 1 }
    while start < index, let lead = ChineseLexicon.placeLeads.length(in: text, startingAt: start) { start += lead }
    return index - start >= 2 ? start : nil
  }

  private func isGeneric(_ range: Range<Int>) -> Bool {
    ChineseLexicon.genericPlacePhrases.length(in: text, endingAt: range.upperBound) != nil
  }

  /// "市场", "区域", "号召": the character of a level that begins another word.
  private func isNoun(_ index: Int) -> Bool { ChineseLexicon.levelNouns.length(in: text, startingAt: index) != nil }
}

// MARK: How far it goes

extension ChineseAddressDetector {
  /// Scalars between two levels of an address; longer names are sentences.
  private static let levelScalarsMax = 10

  private func chainEnd(from start: Int) -> Int {
    var end = start
    while let next = levelEnd(from: end) { end = next }
    return withNumber(end, isAddress: end > start)
  }

  /// The end of the next level after `start`; nil when the next characters make none.
  private func levelEnd(from start: Int) -> Int? {
    var index = start
    while index < text.count, index - start <= Self.levelScalarsMax, isAddressCharacter(index) {
      if isLevel(index, from: start) { return index + 1 }
      index += 1
    }
    return nil
  }

  private func isLevel(_ index: Int, from start: Int) -> Bool {
    let scalar = text[index]
    if ChineseLexicon.numberedLevels.contains(scalar) { return index > start && isNumeral(index - 1) && !isNoun(index) }
    return index > start && ChineseLexicon.namedLevels.contains(scalar) && !isNoun(index)
  }

  private func isNumeral(_ index: Int) -> Bool {
    let scalar = text[index]
    return scalar.isASCIIDigit || "一二三四五六七八九十零〇百号栋幢楼单元ABCDEFGHabcdefgh甲乙丙丁底顶东西南北".unicodeScalars.contains(scalar)
  }

  private func isAddressCharacter(_ index: Int) -> Bool {
    let scalar = text[index]
    if scalar.isIdeograph { return !ChineseLexicon.addressStops.contains(scalar) }
    return scalar.isASCIIDigit || scalar.properties.isAlphabetic && scalar.isASCII
      || "-#()、· ".unicodeScalars.contains(scalar) && scalar != " "
  }

  /// A room's number at the end: "B幢1097", "3-2-501".
  private func withNumber(_ end: Int, isAddress: Bool) -> Int {
    guard isAddress, end < text.count, text[end].isASCIIDigit || text[end].isASCII && text[end].properties.isUppercase
    else { return end }
    var last = end
    while last < text.count,
      text[last].isASCIIDigit || text[last] == "-" || text[last].isASCII && text[last].properties.isUppercase
    { last += 1 }
    return last - end <= 12 && text.scalars[end..<last].contains(where: \.isASCIIDigit) ? last : end
  }
}
