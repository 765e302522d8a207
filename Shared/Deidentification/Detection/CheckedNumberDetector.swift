/// Finds the ``CheckedNumber``s of a text in one pass over its groups of digits.
struct CheckedNumberDetector {
  private let text: NormalisedText
  private let byLength: [[CheckedNumber]]
  private let isReading: Bool
  private var found: [Candidate] = []

  /// Linear in the text. `isReading`: a disguise was taken from the text, which puts together what are the parts of dates
  /// and tables, too: one check digit alone says nothing there.
  static func candidates(in text: NormalisedText, isReading: Bool = false) -> [Candidate] {
    candidates(in: text, of: byLengthOfAll, isReading: isReading)
  }

  static func candidates(in text: NormalisedText, of rules: [CheckedNumber]) -> [Candidate] {
    candidates(in: text, of: table(rules))
  }

  private static let byLengthOfAll = table(CheckedNumber.all)

  private static func table(_ rules: [CheckedNumber]) -> [[CheckedNumber]] {
    (0...digitsMax).map { length in rules.filter { $0.lengths.contains(length) } }
  }

  private static func candidates(in text: NormalisedText, of table: [[CheckedNumber]], isReading: Bool = false)
    -> [Candidate]
  {
    var detector = CheckedNumberDetector(text: text, byLength: table, isReading: isReading)
    detector.scan()
    return detector.found
  }

  private init(text: NormalisedText, byLength: [[CheckedNumber]], isReading: Bool) {
    self.text = text
    self.byLength = byLength
    self.isReading = isReading
  }

  private static let digitsMin = 8
  private static let digitsMax = 18
  /// Groups of the longest way to write a number apart.
  private static let groupsMax = 8

  private mutating func scan() {
    var index = nextDigit(from: 0)
    while index < text.bytes.count {
      let end = chainEnd(from: index)
      if end - index >= Self.digitsMin { tryAll(groups(in: index..<end)) }
      index = nextDigit(from: end)
    }
  }

  private func nextDigit(from start: Int) -> Int {
    text.bytes.withUnsafeBufferPointer { bytes in
      var index = start
      while index < bytes.count, !bytes[index].isASCIIDigit {
        index = bytes[index] < 0x80 ? index + 1 : bytes.nextASCII(from: index + 1)
      }
      return index
    }
  }

  /// Where digits with one sign between each two, or a sign and a space, end.
  private func chainEnd(from start: Int) -> Int {
    let bytes = text.bytes
    var end = start
    while end < bytes.count {
      if bytes[end].isASCIIDigit {
        end += 1
      } else if Self.isJoin(bytes[end]), end + 1 < bytes.count, bytes[end + 1].isASCIIDigit {
        end += 2
      } else if Self.isJoin(bytes[end]), end + 2 < bytes.count, bytes[end + 1] == 0x20, bytes[end + 2].isASCIIDigit {
        end += 3
      } else {
        break
      }
    }
    return end
  }

  private func groups(in chain: Range<Int>) -> [Range<Int>] {
    text.bytes[chain].split { !$0.isASCIIDigit }.map { $0.startIndex..<$0.endIndex }
  }

  private static func isJoin(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "+"): true
    default: false
    }
  }

  private mutating func tryAll(_ groups: [Range<Int>]) {
    var first = 0
    while first < groups.count { first = longest(groups, from: first) ?? first + 1 }
  }

  /// Proposes the best rule for the longest number that begins with a group; gives the group after it.
  private mutating func longest(_ groups: [Range<Int>], from first: Int) -> Int? {
    for last in (first..<min(groups.count, first + Self.groupsMax)).reversed() {
      let part = groups[first...last]
      let count = part.reduce(0) { $0 + $1.count }
      guard count >= Self.digitsMin, count <= Self.digitsMax, !byLength[count].isEmpty else { continue }
      guard !isTorn(groups, first...last), let candidate = best(part, count) else { continue }
      // A part of a longer number, written in groups with one sign, has no check of its own.
      if part.count < groups.count, candidate.score < Self.cuedScore, isOneNumber(groups) { continue }
      found.append(candidate)
      return last + 1
    }
    return nil
  }

  /// A group of the same size goes on at either end: three groups of four are not the start of a card's number.
  private func isTorn(_ groups: [Range<Int>], _ part: ClosedRange<Int>) -> Bool {
    let isBefore = part.lowerBound > 0 && groups[part.lowerBound - 1].count == groups[part.lowerBound].count
    let isAfter =
      part.upperBound + 1 < groups.count && groups[part.upperBound + 1].count == groups[part.upperBound].count
    return part.count > 1 && (isBefore || isAfter)
  }

  /// Whether the same sign stands between all groups, and no more digits than one number has.
  private func isOneNumber(_ groups: [Range<Int>]) -> Bool {
    let gaps = zip(groups, groups.dropFirst()).map { text.bytes[$0.upperBound..<$1.lowerBound] }
    return groups.reduce(0) { $0 + $1.count } <= Self.digitsMax && gaps.allSatisfy { $0 == gaps[0] }
  }

  /// Of a number after its word.
  fileprivate static let cuedScore: Float = 0.98

  private func best(_ groups: ArraySlice<Range<Int>>, _ count: Int) -> Candidate? {
    let range = groups[groups.startIndex].lowerBound..<groups[groups.endIndex - 1].upperBound
    let evidence = Evidence(text: text, match: range, range: range)
    guard evidence.isWholeNumber else { return nil }
    let digits = groups.flatMap { text.bytes[$0].map(\.digitValue) }
    let rules = byLength[count]
    let passed = rules.indices.filter { rules[$0].check(digits) }
    guard !passed.isEmpty, !evidence.isAmount else { return nil }
    let isCounting = isReading || evidence.isCounting
    let before = text.bytes[max(0, range.lowerBound - Self.cueReach)..<range.lowerBound].map(\.asciiLowercased)
    let sizes = groups.map(\.count)
    let scored = passed.map { (rule: $0, score: rules[$0].score(of: sizes, after: before, isCounting)) }
    guard let (rule, score) = scored.max(by: { $0.score < $1.score }), score >= Candidate.scoreMin else { return nil }
    return Candidate(range: range, kind: rules[rule].kind, score: score, recognizer: rules[rule].name)
  }

  /// Bytes of the longest cue, in Thai.
  private static let cueReach = 64
}

extension Evidence {
  /// A sum of money or a count: grouped by thousands it looks like a number of nine digits.
  fileprivate var isAmount: Bool {
    let before = text.bytes[max(0, range.lowerBound - 4)..<range.lowerBound].map(\.asciiLowercased)
    let after = text.bytes[range.upperBound...].prefix(10).map(\.asciiLowercased)
    return Self.currencies.contains { before.suffix($0.count).elementsEqual($0) }
      || Self.units.contains { after.starts(with: $0) }
  }

  /// Whether the words beside it say that it counts something: "9434765919 rows", "a total of 943476591".
  fileprivate var isCounting: Bool {
    let before = text.bytes[..<range.lowerBound].suffix(24)
    let last = before.reversed().drop { $0 == 0x20 }.prefix(while: \.isASCIILetter).reversed()
    if Self.quantityWords.contains(last) || before.last == UInt8(ascii: "~") { return true }
    let after = text.bytes[range.upperBound...].prefix(24)
    guard let first = after.first else { return false }
    if first == UInt8(ascii: "%") || Self.measures.contains(where: { after.starts(with: $0) }) { return true }
    let word = after.dropFirst().prefix(while: \.isASCIILetter)
    guard first == 0x20, let letter = word.first, !letter.isASCIIUppercase else { return false }
    return !Self.followers.contains(word)
  }

  private static let quantityWords = WordSet(
    """
    about almost amount amounted approximately around average count counted estimated exceed exceeded exceeding exceeds nearly
    of over population roughly sum than total totaled totaling totalled totalling worth
    """)
  /// Chinese words that measure and count.
  private static let measures = [
    "次", "个", "件", "台", "吨", "股", "条", "倍", "位", "名", "户", "辆", "份", "字", "公里", "平方", "立方", "千", "百", "美元", "港元", "欧元",
  ].map { Array($0.utf8) }
  /// Words in small letters that go on with a sentence after a number that names something. Others are what it counts.
  private static let followers = WordSet(
    """
    a after again against all already also although am an and any are as at be because been before being belongs but by
    called came can cannot changed checks could did didn do does doesn due during either ended ends even expired expires
    failed fails first for from gave gets given gives goes got had has hasn have he her here hers his how i if in instead into
    is isn issued it its just last like listed looks made matches may me might mine must my needs neither never next no nor not
    now of off on once only onto or our ours out please registered remains same says see seems sent shall she should shows since
    so some still stored than that the their theirs them then there these they this those though thrice through thus to today
    too twice under unless until upon used using valid verified via was wasn we went were what when where whether which while
    who whose why will with within without won works would yes yet you your yours
    """)

  private static let currencies = ["$", "€", "£", "¥", "usd ", "eur ", "gbp ", "rmb ", "chf "].map { Array($0.utf8) }
  private static let units = [
    " usd", " eur", " people", " million", " inhab", " €", "€", " tonnes", " dollars", "元", "人", "万", "亿", " kr",
  ].map { Array($0.utf8) }
}

extension CheckedNumber {
  fileprivate func score(of sizes: [Int], after before: [UInt8], _ isCounting: Bool) -> Float {
    if cues.contains(where: { before.containsWord($0) }) { return CheckedNumberDetector.cuedScore }
    if Self.others.contains(where: { before.containsWord($0) }) { return 0 }
    let isGrouped = sizes.count > 1
    guard !isGrouped || groups.contains(sizes) else { return 0 }
    let base = isGrouped ? groupedScore : bareScore
    if Self.numberWords.contains(where: { before.containsWord($0) }) { return max(base, 0.6) }
    // Thousands are grouped as some numbers are; where all figures stand together, a rare check outweighs a noun.
    return isCounting && (isGrouped ? sizes.dropFirst().allSatisfy { $0 == 3 } : base <= Self.plainScore) ? 0 : base
  }

  /// Numbers of things.
  private static let others = [
    "isbn", "issn", "doi", "pmid", "arxiv", "ean", "upc", "gtin", "barcode", "part number", "pmcid", "commit", "build",
    "sku", "asin", "timestamp", "epoch", "unix time", "seed", "checksum", "nct", "条码", "书号", "时间戳",
  ]
  private static let numberWords = [
    "number", "no.", "no", "nr", "nr.", "id", "n°", "nº", "numéro", "numero", "número", "nummer", "numer", "code",
    "号码", "号", "编号",
  ]
}

extension [UInt8] {
  /// Whether the bytes, in lower case, hold a word, in ASCII not as a part of another one.
  fileprivate func containsWord(_ word: String) -> Bool {
    var word = word
    return word.withUTF8 { word in indices.contains { isWord(word, at: $0) } }
  }

  private func isWord(_ word: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    guard self[start] == word[0], start + word.count <= count else { return false }
    guard word.indices.allSatisfy({ self[start + $0] == word[$0] }) else { return false }
    let end = start + word.count
    let isOpen = start > 0 && self[start - 1].isASCIILetter && word[0].isASCIILetter
    return !isOpen && !(end < count && self[end].isASCIILetter && word[word.count - 1].isASCIILetter)
  }
}
