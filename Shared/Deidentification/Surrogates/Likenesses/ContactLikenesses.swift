/// A telephone number set apart for fiction where the plan has such numbers; punctuation and length stay.
///
/// Source: NANPA, 555-0100 to 555-0199; Ofcom, "Telephone numbers for use in TV and radio drama programmes". China's plan
/// has none: 154 is a mobile prefix without an operator. Elsewhere the last digits change.
enum PhoneLikeness {
  static func make(_ text: String, _ random: inout DerivedRandom) -> String? {
    let digits = CodeLikeness.digits(of: text)
    guard let other = fictional(digits, isInternational: text.hasPrefix("+"), &random) else { return nil }
    return CodeLikeness.withDigits(other, in: text)
  }

  private static let areas = [
    201, 202, 206, 212, 213, 215, 303, 305, 312, 313, 404, 412, 414, 415, 503, 504, 512, 602, 612, 615, 617, 702, 713,
    718, 801, 802, 808, 816, 901, 907,
  ]

  private static func fictional(_ digits: [Int], isInternational: Bool, _ random: inout DerivedRandom) -> [Int]? {
    let number = digits.reduce(0) { $0 &* 10 &+ $1 }
    let prefix = digits.map(String.init).joined()
    switch digits.count {
    case 11 where prefix.hasPrefix("07") && !isInternational:
      return [0, 7, 7, 0, 0, 9, 0, 0] + CodeLikeness.digits(3, &random)
    case 11 where prefix.hasPrefix("020") && !isInternational:
      return [0, 2, 0, 7, 9, 4, 6, 0] + CodeLikeness.digits(3, &random)
    case 12 where prefix.hasPrefix("447"): return [4, 4, 7, 7, 0, 0, 9, 0, 0] + CodeLikeness.digits(3, &random)
    case 11 where number / 1_000_000_000 >= 13 && number / 1_000_000_000 <= 19:
      return isInternational ? northAmerican(&random, [1]) : [1, 5, 4] + CodeLikeness.digits(8, &random)
    case 13 where prefix.hasPrefix("861"): return [8, 6, 1, 5, 4] + CodeLikeness.digits(8, &random)
    case 11 where digits[0] == 1: return northAmerican(&random, [1])
    case 10 where digits[0] >= 2: return northAmerican(&random, [])
    case 7...15: return Array(digits.dropLast(5)) + CodeLikeness.digits(5, &random)
    default: return nil
    }
  }

  private static func northAmerican(_ random: inout DerivedRandom, _ country: [Int]) -> [Int] {
    let area = String(areas.randomElement(using: &random)!).compactMap(\.wholeNumberValue)
    return country + area + [5, 5, 5, 0, 1] + CodeLikeness.digits(2, &random)
  }
}

/// A mailbox at a domain that RFC 2606 keeps for examples.
enum EmailLikeness {
  static let domains = ["example.org", "example.com", "example.net"]

  static func make(_ text: String, _ random: inout DerivedRandom) -> String? {
    guard text.count(where: { $0 == "@" }) == 1 else { return nil }
    let given = NamePool.given(.any, &random).lowercased()
    let surname = NamePool.surname(&random).lowercased()
    let number = Int.random(in: 10...99, using: &random)
    return "\(given).\(surname)\(number)@\(domains.randomElement(using: &random)!)"
  }
}

/// The same scheme, a host for examples, a path of other characters.
enum URLLikeness {
  static func make(_ text: String, _ random: inout DerivedRandom) -> String? {
    let scheme = text.firstRange(of: "://").map { String(text[..<$0.upperBound]) } ?? ""
    let rest = text.dropFirst(scheme.count)
    let path = rest.firstIndex { "/?#".contains($0) }.map { rest[$0...] } ?? ""
    let host = "\(NamePool.surname(&random).lowercased()).\(EmailLikeness.domains.randomElement(using: &random)!)"
    let other = String(decoding: path.utf8.map { CodeLikeness.other($0, &random) }, as: UTF8.self)
    return scheme + host + other
  }
}

/// An address of the blocks for documentation: RFC 5737 (IPv4), RFC 3849 (IPv6), RFC 7042 (MAC).
enum AddressLikeness {
  static func make(_ text: String, _ random: inout DerivedRandom) -> String? {
    if text.wholeMatch(of: #/\d{1,3}(\.\d{1,3}){3}/#) != nil {
      let block = ["192.0.2", "198.51.100", "203.0.113"].randomElement(using: &random)!
      return "\(block).\(Int.random(in: 1...254, using: &random))"
    }
    if text.wholeMatch(of: #/(?i)[0-9a-f]{2}([:-][0-9a-f]{2}){5}/#) != nil {
      let separator = text.contains(":") ? ":" : "-"
      return ["00", "00", "5e", "00", "53", hex(2, &random)].joined(separator: separator)
    }
    guard text.contains(":"), text.allSatisfy({ $0.isHexDigit || $0 == ":" }) else { return nil }
    return "2001:db8:\((0..<3).map { _ in hex(4, &random) }.joined(separator: ":"))::\(hex(4, &random))"
  }

  private static func hex(_ count: Int, _ random: inout DerivedRandom) -> String {
    String((0..<count).map { _ in "123456789abcdef".randomElement(using: &random)! })
  }
}
