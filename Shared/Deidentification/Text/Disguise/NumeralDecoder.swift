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

  /// Where the next numeral may begin: at a Han one, or at a word with the first three letters of an English one.
  private static func nextStart(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var index = start
    var isInWord = start > 0 && bytes[start - 1].isASCIILetter
    while index + 2 < bytes.count {
      let byte = bytes[index]
      if byte >= 0xe3, byte <= 0xe9, thirds.contains(bytes[index + 2]) { return index }
      let isLetter = byte.isASCIILetter
      if isLetter, !isInWord, initials.contains(byte), seconds.contains(bytes[index + 1]),
        thirdLetters.contains(bytes[index + 2]) || byte | 0x20 == UInt8(ascii: "o")
      {
        return index
      }
      isInWord = isLetter
      index += 1
    }
    return nil
  }

  /// The last bytes of Han numerals, and the first three letters of English ones: most words differ by them.
  private static let thirds = ByteSet(Numeral.characterForms.flatMap { Array($0.utf8.suffix(1)) })
  private static let initials = ByteSet("zotfsendZOTFSEND".utf8)
  private static let seconds = ByteSet("ehniwrolEHNIWROL, -".utf8)
  private static let thirdLetters = ByteSet("reouingvxfREOUINGVXF".utf8)
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
    case .digits(let said):
      // "twenty three" is 23, and "twenty twenty" 2020.
      if endsInTens, said.count == 1, said[0] != 0x30 { digits.removeLast() }
      for _ in 0..<times { digits += said }
      times = 1
      endsInTens = said.count == 2 && said[1] == 0x30 && said[0] != 0x31
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
private struct Numeral {
  enum Value {
    case digits([UInt8])
    case times(Int)
  }

  let value: Value
  let length: Int

  init?(in bytes: [UInt8], at index: Int) {
    guard index < bytes.count else { return nil }
    if bytes[index] >= 0xe3 {
      guard index + 3 <= bytes.count, let digit = Self.characters[Self.key(bytes[index..<(index + 3)])] else {
        return nil
      }
      value = .digits([digit])
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

  /// At most nine letters of five bits, or three bytes: unique without hashing.
  private static func key(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.first! >= 0x80 ? bytes.reduce(0) { $0 << 8 | UInt64($1) } : bytes.reduce(1) { $0 << 5 | UInt64($1 & 0x1f) }
  }

  private static let words: [UInt64: Value] = {
    var words: [UInt64: Value] = [:]
    let names = [
      ("zero oh o nought", "0"), ("one", "1"), ("two", "2"), ("three", "3"), ("four", "4"), ("five", "5"), ("six", "6"),
      ("seven", "7"), ("eight", "8"), ("nine niner", "9"), ("ten", "10"), ("eleven", "11"), ("twelve", "12"),
      ("thirteen", "13"), ("fourteen", "14"), ("fifteen", "15"), ("sixteen", "16"), ("seventeen", "17"),
      ("eighteen", "18"), ("nineteen", "19"), ("twenty", "20"), ("thirty", "30"), ("forty fourty", "40"),
      ("fifty", "50"),
      ("sixty", "60"), ("seventy", "70"), ("eighty", "80"), ("ninety", "90"),
    ]
    for (same, digits) in names {
      for name in same.split(separator: " ") { words[key(Array(name.utf8)[...])] = .digits(Array(digits.utf8)) }
    }
    words[key(Array("double".utf8)[...])] = .times(2)
    words[key(Array("triple".utf8)[...])] = .times(3)
    return words
  }()

  private static let same = ["〇零洞", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒拐", "八捌", "九玖勾"]
  static let characterForms = same.flatMap { $0.map(String.init) }

  private static let characters: [UInt64: UInt8] = {
    var characters: [UInt64: UInt8] = [:]
    for (digit, forms) in same.enumerated() {
      for form in forms.unicodeScalars { characters[key(Array(String(form).utf8)[...])] = 0x30 + UInt8(digit) }
    }
    return characters
  }()
}
