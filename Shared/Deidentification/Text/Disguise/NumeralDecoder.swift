/// Numbers in words: "five five five, double two", "nineteen eighty-four", 一三八…, 壹叁捌….
///
/// Digits are put together as they are said one by one; words for hundreds and more end a number.
enum NumeralDecoder {
  /// Digits from which a run stands for something: a year, a code.
  private static let digitsMin = 4

  /// Linear in the text.
  static func replacements(in bytes: [UInt8]) -> [Reading.Replacement] {
    var found: [Reading.Replacement] = []
    var index = 0
    while let start = bytes.withUnsafeBufferPointer({ nextStart($0, from: index) }) {
      guard let run = NumeralRun(in: bytes, from: start) else {
        index = start + 1
        continue
      }
      if run.digits.count >= digitsMin {
        found.append(Reading.Replacement(range: start..<run.end, bytes: run.digits))
      }
      index = run.end
    }
    return found
  }

  /// Where the next numeral may begin.
  private static func nextStart(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    let (initials, starts) = (initials, NumeralStarts.all)
    var index = start
    while index < bytes.count {
      if initials.contains(bytes[index]), starts.mayBegin(at: index, bytes) { return index }
      index += bytes[index] >= 0xe3 ? 3 : 1
    }
    return nil
  }

  /// The first letters of English numerals, and the lead bytes of Han.
  private static let initials = ByteSet(Array("zotfsendZOTFSEND".utf8) + (0xe3...0xe9))
}

/// Numerals side by side, put together.
private struct NumeralRun {
  var digits: [UInt8] = []
  var end: Int
  /// "double", "triple": how often the next digit counts.
  private var times = 1
  private var endsInTens = false

  /// Nil when no numeral begins at `start`.
  init?(in bytes: [UInt8], from start: Int) {
    end = start
    var index = start
    while let word = Numeral(in: bytes, at: index) {
      take(word)
      end = index + word.length
      index = Self.afterSeparator(bytes, end)
    }
    guard end > start else { return nil }
  }

  private mutating func take(_ word: Numeral) {
    switch word.value {
    case .times(let count): times = count
    case .number(let said):
      // "twenty three" is 23, and "twenty twenty" 2020.
      if endsInTens, (1...9).contains(said) { digits.removeLast() }
      for _ in 0..<times {
        if said >= 10 { digits.append(0x30 + said / 10) }
        digits.append(0x30 + said % 10)
      }
      times = 1
      endsInTens = said >= 20 && said % 10 == 0
    }
  }

  /// After a comma, a dash, an "and" that is not there, and spaces: people pause where they group.
  private static func afterSeparator(_ bytes: [UInt8], _ index: Int) -> Int {
    var index = index
    while index < bytes.count {
      if " ,-.".utf8.contains(bytes[index]) || bytes[index] == 0x0a {
        index += 1
      } else if bytes[index] >= 0x80, bytes[index...].starts(with: "、".utf8) {
        index += 3
      } else {
        break
      }
    }
    return index
  }
}

/// A word or a character for digits.
struct Numeral {
  enum Value {
    /// 0 to 90.
    case number(UInt8)
    case times(Int)
  }

  let value: Value
  let length: Int

  init?(in bytes: [UInt8], at index: Int) {
    guard index < bytes.count else { return nil }
    if bytes[index] >= 0xe3 {
      guard index + 3 <= bytes.count, Self.isHan(bytes[index], bytes[index + 1], bytes[index + 2]),
        let digit = Self.characters[Self.value(bytes[index], bytes[index + 1], bytes[index + 2])]
      else { return nil }
      value = .number(digit)
      length = 3
    } else {
      let end =
        bytes[index...].prefix(Self.lettersMax + 1).firstIndex { !$0.isASCIILetter }
        ?? min(bytes.count, index + Self.lettersMax + 1)
      guard end > index, end - index <= Self.lettersMax, let known = Self.words[Self.key(bytes[index..<end])] else {
        return nil
      }
      value = known
      length = end - index
    }
  }

  private static let lettersMax = 9

  /// At most nine letters of five bits: unique without hashing.
  private static func key(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(1) { $0 << 5 | UInt64($1 & 0x1f) } }

  private static let words: [UInt64: Value] = {
    var words: [UInt64: Value] = [:]
    for (same, value) in names {
      for name in same.split(separator: " ") { words[key(Array(name.utf8)[...])] = .number(value) }
    }
    words[key(Array("double".utf8)[...])] = .times(2)
    words[key(Array("triple".utf8)[...])] = .times(3)
    return words
  }()

  fileprivate static let names: [(same: String, value: UInt8)] = [
    ("zero oh o nought", 0), ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7),
    ("eight", 8), ("nine niner", 9), ("ten", 10), ("eleven", 11), ("twelve", 12), ("thirteen", 13), ("fourteen", 14),
    ("fifteen", 15), ("sixteen", 16), ("seventeen", 17), ("eighteen", 18), ("nineteen", 19), ("twenty", 20),
    ("thirty", 30), ("forty fourty", 40), ("fifty", 50), ("sixty", 60), ("seventy", 70), ("eighty", 80), ("ninety", 90),
  ]

  fileprivate static let characters: [UInt32: UInt8] = {
    let same = ["〇零洞", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒拐", "八捌", "九玖勾"]
    var characters: [UInt32: UInt8] = [:]
    for (digit, forms) in same.enumerated() {
      for form in forms.unicodeScalars { characters[form.value] = UInt8(digit) }
    }
    return characters
  }()
}

// MARK: What a numeral may begin with

extension Numeral {
  /// Whether three bytes are a Han numeral.
  static func isHan(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    NumeralStarts.all.han.contains(value(first, second, third))
  }

  /// The scalar of three bytes.
  fileprivate static func value(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt32 {
    UInt32(first & 0xf) << 12 | UInt32(second & 0x3f) << 6 | UInt32(third & 0x3f)
  }
}

/// What numerals begin with, asked for every word and every Chinese character.
struct NumeralStarts: Sendable {
  fileprivate let han = ScalarSet(Numeral.characters.keys.compactMap(Unicode.Scalar.init))
  /// The first two letters of English ones, five bits each, and the first four.
  private let pairs: WordBits
  private let beginnings: WordBits

  static let all = NumeralStarts()

  private init() {
    let words: [Substring] = Numeral.names.flatMap { $0.same.split(separator: " ") } + ["double", "triple"]
    pairs = WordBits(words.map { word in word.utf8.prefix(2).reduce(0) { $0 << 5 | UInt32($1 & 0x1f) } })
    beginnings = WordBits(
      words.map { word in Self.folded(word.utf8.prefix(4).reduce(1) { $0 << 5 | UInt32($1 & 0x1f) }) })
  }

  /// Whether a numeral may begin at `index`: a Han one, or a word with the first four letters of an English one.
  @inline(__always)
  func mayBegin(at index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if bytes[index] >= 0x80 {
      return index + 2 < bytes.count
        && han.contains(Numeral.value(bytes[index], bytes[index + 1], bytes[index + 2]))
    }
    guard index == 0 || !bytes[index - 1].isASCIILetter else { return false }
    if index + 1 < bytes.count, bytes[index + 1].isASCIILetter,
      !pairs.contains(UInt32(bytes[index] & 0x1f) << 5 | UInt32(bytes[index + 1] & 0x1f))
    {
      return false
    }
    return mayBeginWord(at: index, bytes)
  }

  private func mayBeginWord(at index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var packed: UInt32 = 1
    for next in index..<min(index + 4, bytes.count) {
      guard bytes[next].isASCIILetter else { break }
      packed = packed << 5 | UInt32(bytes[next] & 0x1f)
    }
    return beginnings.contains(Self.folded(packed))
  }

  /// Up to four letters, five bits each, folded to sixteen: two words in a thousand are taken for another.
  private static func folded(_ packed: UInt32) -> UInt32 { (packed &* 0x9e37_79b1) >> 16 }
}

/// A set of numbers below 65,536.
private struct WordBits: Sendable {
  private var bits = [UInt64](repeating: 0, count: 1 << 10)

  init(_ values: [UInt32]) { for value in values { bits[Int(value >> 6)] |= 1 << UInt64(value & 63) } }

  func contains(_ value: UInt32) -> Bool { bits[Int(value >> 6)] >> UInt64(value & 63) & 1 == 1 }
}
