/// A card of the same issuer (the first six digits, ISO/IEC 7812-1) with a valid Luhn digit.
enum CardLikeness {
  static func make(_ text: String, _ random: inout DerivedRandom) -> String? {
    let digits = CodeLikeness.digits(of: text)
    guard (12...19).contains(digits.count) else { return nil }
    let body = digits.prefix(6) + CodeLikeness.digits(digits.count - 7, &random)
    return CodeLikeness.withDigits(body + [luhnDigit(of: Array(body))], in: text)
  }

  static func luhnDigit(of body: [Int]) -> Int {
    let sum = body.reversed().enumerated().reduce(0) { sum, place in
      let doubled = place.element * (place.offset.isMultiple(of: 2) ? 2 : 1)
      return sum + (doubled > 9 ? doubled - 9 : doubled)
    }
    return (10 - sum % 10) % 10
  }
}

/// An IBAN of the same country and format with valid check digits (ISO 13616, ISO/IEC 7064 MOD 97-10).
enum IBANLikeness {
  static func make(_ text: String, _ random: inout DerivedRandom) -> String? {
    let compact = text.utf8.filter { $0 != UInt8(ascii: " ") }
    guard (15...34).contains(compact.count), compact.prefix(2).allSatisfy(\.isASCIILetter),
      compact[2...3].allSatisfy(\.isASCIIDigit), compact.allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit })
    else { return nil }
    let body = compact.dropFirst(4).map { CodeLikeness.other($0, &random) }
    let check = 98 - remainder(of: body + compact.prefix(2) + Array("00".utf8))
    let digits = [UInt8(ascii: "0") + UInt8(check / 10), UInt8(ascii: "0") + UInt8(check % 10)]
    var rest = (compact.prefix(2) + digits + body)[...]
    return String(
      decoding: text.utf8.map { $0 == UInt8(ascii: " ") ? $0 : rest.removeFirst() }, as: UTF8.self)
  }

  /// The number modulo 97, letters as 10 to 35.
  static func remainder(of characters: [UInt8]) -> Int {
    characters.reduce(0) { rest, character in
      character.isASCIIDigit
        ? (rest * 10 + character.digitValue) % 97
        : (rest * 100 + Int(character & 0xdf) - Int(UInt8(ascii: "A")) + 10) % 97
    }
  }
}

/// A Social Security number that the administration never issues: area 900 to 999 with a group below 50, which no
/// individual taxpayer number has either (20 CFR 422.103; IRS Publication 1915).
enum SocialSecurityLikeness {
  static func make(_ text: String, _ random: inout DerivedRandom) -> String? {
    guard text.wholeMatch(of: #/\d{3}[- ]\d{2}[- ]\d{4}/#) != nil else { return nil }
    let area = [9] + CodeLikeness.digits(2, &random)
    let group = [Int.random(in: 0...4, using: &random), Int.random(in: 1...9, using: &random)]
    return CodeLikeness.withDigits(area + group + CodeLikeness.digits(4, &random), in: text)
  }
}

/// A 身份证 number of another district and birth date, of the same sex, with a valid check character.
///
/// Source: GB 11643-1999; ISO/IEC 7064 MOD 11-2.
enum ResidentIDLikeness {
  /// One district of each province's capital (GB/T 2260).
  private static let districts = [
    110101, 120101, 130102, 140105, 150102, 210102, 220102, 230102, 310101, 320102, 330102, 340102, 350102, 360102,
    370102, 410102, 420102, 430102, 440103, 450102, 460105, 500103, 510104, 520102, 530102, 610102, 620102, 630102,
    640104, 650102,
  ]

  static func make(_ text: String, _ random: inout DerivedRandom) -> String? {
    let characters = Array(text.utf8)
    guard characters.count == 18, characters.dropLast().allSatisfy(\.isASCIIDigit),
      characters[17].isASCIIDigit || characters[17] | 0x20 == UInt8(ascii: "x")
    else { return nil }
    let first = CivilDay(year: 1940, month: 1, day: 1).number
    let birth = CivilDay(
      number: Int.random(in: first...CivilDay(year: 2005, month: 12, day: 31).number, using: &random))
    // An odd sequence number is a man's.
    let sequence = Int.random(in: 1...498, using: &random) * 2 + characters[16].digitValue % 2
    let date = birth.year * 10_000 + birth.month * 100 + birth.day
    let body = String(districts.randomElement(using: &random)!) + String(date) + String(1_000 + sequence).dropFirst()
    let check = checkCharacter(of: Array(body.utf8))
    return body + (characters[17] == UInt8(ascii: "x") ? check.lowercased() : check)
  }

  static func checkCharacter(of body: [UInt8]) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(body, weights).reduce(0) { $0 + $1.0.digitValue * $1.1 }
    return String(Array("10X98765432")[sum % 11])
  }
}
