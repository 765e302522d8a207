/// An address with other names and numbers; the words that say what is a street or a province stay.
enum PlaceLikeness {
  static func make(_ text: String, _ random: inout DerivedRandom) -> String? {
    if text.unicodeScalars.contains(where: \.properties.isIdeographic) {
      let province = WiderPlace.chineseProvince(of: text) ?? ""
      let other = province.isEmpty ? "" : WiderPlace.chineseProvinces.randomElement(using: &random)!
      return ChineseWords.make(String(text.dropFirst(province.count)), keeping: levels, &random).map { other + $0 }
    }
    return LatinPhrase.make(text, keeping: streetWords, &random)
  }

  private static let streetWords: Set<String> = [
    "street", "st", "avenue", "ave", "road", "rd", "lane", "ln", "drive", "dr", "court", "ct", "place", "pl", "square",
    "boulevard", "blvd", "way", "terrace", "close", "crescent", "highway", "hwy", "parkway", "suite", "apt", "unit",
    "floor", "flat", "building", "po", "p", "o", "box", "north", "south", "east", "west", "n", "s", "e", "w", "ne",
    "nw",
    "se", "sw", "at", "in", "on", "by", "hospital", "county", "city", "the", "of", "and",
  ]
  private static let levels = Array("省市区县镇乡村路街道巷弄号栋幢座楼层室单元组队旗州盟苑园里坊厦")
}

/// An organisation with another name; the words that say what it is stay.
enum OrganisationLikeness {
  static func make(_ text: String, _ random: inout DerivedRandom) -> String? {
    if text.unicodeScalars.contains(where: \.properties.isIdeographic) {
      let ending = endings.first(where: text.hasSuffix) ?? ""
      return ChineseWords.make(String(text.dropLast(ending.count)), keeping: Array("省市区县"), &random).map { $0 + ending }
    }
    return LatinPhrase.make(text, keeping: kindWords, &random)
  }

  private static let kindWords: Set<String> = [
    "hospital", "clinic", "centre", "center", "medical", "health", "general", "university", "college", "school", "bank",
    "institute", "foundation", "trust", "company", "corporation", "inc", "ltd", "llc", "limited", "group", "partners",
    "department", "ministry", "association", "society", "pharmacy", "laboratory", "laboratories", "services", "the",
    "of", "for", "and", "at", "in", "county", "national", "international", "regional", "community", "memorial",
    "children's",
    "gmbh",
    "plc",
  ]
  /// What an organisation is, the longest first. Its other characters change: "民生" of a bank is its name.
  private static let endings = [
    "股份有限公司", "有限责任公司", "有限公司", "人民医院", "中心医院", "附属医院", "人民法院", "人民政府", "委员会", "研究所", "研究院", "医院", "公司", "集团",
    "大学", "学院", "中学", "小学", "银行", "法院", "政府", "中心",
  ]
}

/// Latin words with other words in the place of the names among them.
enum LatinPhrase {
  static func make(_ text: String, keeping kept: Set<String>, _ random: inout DerivedRandom) -> String? {
    guard text.unicodeScalars.allSatisfy({ $0.value < 0x250 || $0 == "’" }) else { return nil }
    var isOther = false
    var out = ""
    var rest = text[...]
    while let first = rest.first {
      let isWord = first.isLetter
      let run = rest.prefix { isWord ? $0.isLetter || $0 == "'" || $0 == "’" : !$0.isLetter }
      let other = isWord ? word(run, kept, &random) : digits(run, &random)
      isOther = isOther || other != run
      out += other
      rest = rest.dropFirst(run.count)
    }
    return isOther ? out : nil
  }

  private static func word(_ word: Substring, _ kept: Set<String>, _ random: inout DerivedRandom) -> String {
    if kept.contains(word.lowercased()) { return String(word) }
    if WiderPlace.codes.contains(String(word)) { return WiderPlace.codes.randomElement(using: &random)! }
    // A few capitals are an abbreviation: others of as many.
    if word.count <= 3, word == word.uppercased() {
      return String(decoding: word.utf8.map { CodeLikeness.other($0, &random) }, as: UTF8.self)
    }
    return (LetterCase(word) ?? .capitalised).apply(to: NamePool.surname(&random))
  }

  private static func digits(_ text: Substring, _ random: inout DerivedRandom) -> String {
    String(decoding: text.utf8.map { CodeLikeness.other($0, &random) }, as: UTF8.self)
  }
}

/// Chinese text with other characters in the place of all but those of its levels.
enum ChineseWords {
  private static let characters = Array("安平清河云溪永兴长宁青山明德和顺景泰华阳瑞丰嘉禾翠柏松涛江岭秀泉")
  private static let figures = Array("一二三四五六七八九")

  static func make(_ text: String, keeping kept: [Character], _ random: inout DerivedRandom) -> String? {
    let other = String(
      text.map { character -> Character in
        if kept.contains(character) { return character }
        if figures.contains(character) { return figures.randomElement(using: &random)! }
        if let byte = character.asciiValue { return Character(Unicode.Scalar(CodeLikeness.other(byte, &random))) }
        return characters.randomElement(using: &random)!
      })
    return other == text ? nil : other
  }
}
