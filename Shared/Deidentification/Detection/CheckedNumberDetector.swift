/// Finds the ``CheckedNumber``s of a text in one pass over its groups of digits.
struct CheckedNumberDetector {
  private let text: NormalisedText
  private let byLength: [[CheckedNumber]]
  private var found: [Candidate] = []

  /// Linear in the text.
  static func candidates(in text: NormalisedText) -> [Candidate] {
    candidates(in: text, of: byLengthOfAll)
  }

  static func candidates(in text: NormalisedText, of rules: [CheckedNumber]) -> [Candidate] {
    candidates(in: text, of: table(rules))
  }

  private static let byLengthOfAll = table(CheckedNumber.all)

  private static func table(_ rules: [CheckedNumber]) -> [[CheckedNumber]] {
    (0...digitsMax).map { length in rules.filter { $0.lengths.contains(length) } }
  }

  private static func candidates(in text: NormalisedText, of table: [[CheckedNumber]]) -> [Candidate] {
    var detector = CheckedNumberDetector(text: text, byLength: table)
    detector.scan()
    return detector.found
  }

  private init(text: NormalisedText, byLength: [[CheckedNumber]]) {
    self.text = text
    self.byLength = byLength
  }

  private static let digitsMin = 8
  private static let digitsMax = 18
  /// Groups of the longest way to write a number apart.
  private static let groupsMax = 8

  private mutating func scan() {
    let bytes = text.bytes
    var index = 0
    while index < bytes.count {
      guard bytes[index].isASCIIDigit else {
        index += 1
        continue
      }
      let end = chainEnd(from: index)
      if end - index >= Self.digitsMin { tryAll(groups(in: index..<end)) }
      index = end
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
    let before = text.bytes[max(0, range.lowerBound - Self.cueReach)..<range.lowerBound].map(\.asciiLowercased)
    let sizes = groups.map(\.count)
    let scored = passed.map { (rule: $0, score: rules[$0].score(of: sizes, after: before)) }
    guard let (rule, score) = scored.max(by: { $0.score < $1.score }), score >= Candidate.scoreMin else { return nil }
    return Candidate(range: range, kind: rules[rule].kind, score: score, recognizer: rules[rule].name)
  }

  private static let cueReach = 40
}

extension Evidence {
  /// A sum of money or a count: grouped by thousands it looks like a number of nine digits.
  fileprivate var isAmount: Bool {
    let before = text.bytes[max(0, range.lowerBound - 4)..<range.lowerBound].map(\.asciiLowercased)
    let after = text.bytes[range.upperBound...].prefix(10).map(\.asciiLowercased)
    return Self.currencies.contains { before.suffix($0.count).elementsEqual($0) }
      || Self.units.contains { after.starts(with: $0) }
  }

  private static let currencies = ["$", "€", "£", "¥", "usd ", "eur ", "gbp ", "rmb ", "chf "].map { Array($0.utf8) }
  private static let units = [
    " usd", " eur", " people", " million", " inhab", " €", "€", " tonnes", " dollars", "元", "人", "万", "亿", " kr",
  ].map { Array($0.utf8) }
}

extension CheckedNumber {
  fileprivate func score(of sizes: [Int], after before: [UInt8]) -> Float {
    if cues.contains(where: { before.containsWord($0) }) { return CheckedNumberDetector.cuedScore }
    if Self.others.contains(where: { before.containsWord($0) }) { return 0 }
    let isGrouped = sizes.count > 1
    guard !isGrouped || groups.contains(sizes) else { return 0 }
    let base = isGrouped ? groupedScore : bareScore
    return Self.numberWords.contains(where: { before.containsWord($0) }) ? max(base, 0.6) : base
  }

  /// Numbers with check digits of things.
  private static let others = [
    "isbn", "issn", "doi", "pmid", "arxiv", "ean", "upc", "gtin", "barcode", "part number", "pmcid", "commit", "build",
    "条码", "书号",
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
