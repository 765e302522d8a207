import TestSupport
import Testing

@testable @_spi(Identified) import Deidentification

@Suite struct LikenessTests {
  @Test(
    "a surrogate keeps the form of its kind",
    arguments: [
      (.phone, "415-555-0132", #"\d{3}-555-01\d\d"#), (.phone, "(415) 867-5309", #"\(\d{3}\) 555-01\d\d"#),
      (.phone, "+1 415 867 5309", #"\+1 \d{3} 555 01\d\d"#), (.phone, "13812345678", #"154\d{8}"#),
      (.phone, "+86 138 1234 5678", #"\+86 154 \d{4} \d{4}"#), (.phone, "07911 123456", #"07700 900\d{3}"#),
      (.phone, "+44 7911 123456", #"\+44 7700 900\d{3}"#), (.phone, "020 7123 4567", #"020 7946 0\d{3}"#),
      (.phone, "010-62345678", #"010-623\d{5}"#),
      (.email, "h.pryce@north-clinic.org", #"[a-z.]+\d\d@example\.(org|com|net)"#),
      (.url, "https://north.org/p/ab12", #"https://[a-z]+\.example\.(org|com|net)/[a-z]/[a-z]{2}\d\d"#),
      (.ip, "10.20.30.40", #"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}"#),
      (.ip, "fe80::1", #"2001:db8:[0-9a-f:]+"#), (.device, "3c:22:fb:aa:bb:cc", #"00:00:5e:00:53:[0-9a-f]{2}"#),
      (.id, "123-45-6789", #"9\d\d-[0-4][1-9]-\d{4}"#), (.id, "KD-220417", #"[A-Z]{2}-[1-9]{2}\d[1-9]{3}"#),
      (.vehicle, "京A12345", #"京[A-Z]\d{5}"#), (.age, "93 years old", #"9\d years old"#),
      (.location, "12 Oak Street, Springfield, IL 62701", #"[1-9]{2} [A-Z][a-z]+ Street, [A-Z][a-z]+, [A-Z]{2} \d{5}"#),
      (.location, "湖北省荆州市青柏路58号", #"\p{Han}+[省市区]..市..路[1-9]{2}号"#),
      (.organisation, "Mercy General Hospital", #"[A-Z][a-z]+ General Hospital"#),
      (.organisation, "荆州安康医院", #"....医院"#), (.name, "Jane Doe", #"[A-Z][a-z]+ [A-Z][a-z]+"#),
      (.name, "DOE, JANE", #"[A-Z]+, [A-Z]+"#), (.name, "Jane Q. van Doe", #"[A-Z][a-z]+ [A-Z]\. van [A-Z][a-z]+"#),
      (.name, "Dr. Hannah Pryce", #"Dr\. [A-Z][a-z]+ [A-Z][a-z]+"#), (.name, "Mrs. Doe", #"Mrs\. [A-Z][a-z]+"#),
      (.organisation, "Hugh Marsh at Mercy Hospital", #"[A-Z][a-z]+ [A-Z][a-z]+ at [A-Z][a-z]+ Hospital"#),
      (.name, "高玉芬", #"\p{Han}{3}"#), (.name, "王伟", #"\p{Han}{2}"#), (.name, "欧阳秀英", #"\p{Han}{4}"#),
    ] as [(EntityKind, String, String)])
  func forms(kind: EntityKind, text: String, pattern: String) throws {
    let surrogate = try replaced(text, kind, .surrogate)
    #expect(surrogate.wholeMatch(of: try Regex(pattern)) != nil, "\(surrogate)")
    #expect(surrogate != text)
    #expect(try replaced(text, kind, .surrogate) == surrogate)
  }

  @Test("ISO/IEC 7812-1: a card keeps its issuer and has a valid last digit")
  func cards() throws {
    for card in ["4111 1111 1111 1111", "5500-0000-0000-0004", "340000000000009"] {
      let other = try replaced(card, .card, .surrogate)
      let digits = CodeLikeness.digits(of: other)
      #expect(digits.prefix(6) == CodeLikeness.digits(of: card).prefix(6))
      #expect(CardLikeness.luhnDigit(of: digits.dropLast()) == digits.last, "\(other)")
      #expect(other.map(\.isNumber) == card.map(\.isNumber))
    }
    #expect(CardLikeness.luhnDigit(of: [7, 9, 9, 2, 7, 3, 9, 8, 7, 1]) == 3)
  }

  @Test("ISO 13616: an IBAN keeps its country and form and has valid check digits")
  func accounts() throws {
    for account in ["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000"] {
      let other = try replaced(account, .account, .surrogate)
      let compact = Array(other.utf8.filter { $0 != 32 })
      #expect(IBANLikeness.remainder(of: Array(compact[4...] + compact[..<4])) == 1, "\(other)")
      #expect(other.prefix(2) == account.prefix(2) && other.map(\.isLetter) == account.map(\.isLetter))
    }
  }

  @Test("GB 11643-1999: 身份证 keeps the sex, has a birth date and a valid check character")
  func residentIDs() throws {
    for identifier in ["11010519491231002X", "440524188001010014"] {
      let other = try replaced(identifier, .id, .surrogate)
      let bytes = Array(other.utf8)
      let year = Int(other.dropFirst(6).prefix(4))!
      let day = CivilDay(
        year: year, month: Int(other.dropFirst(10).prefix(2))!, day: Int(other.dropFirst(12).prefix(2))!)
      #expect(day.exists && (1940...2005).contains(year) && bytes.count == 18)
      #expect(bytes[16] % 2 == Array(identifier.utf8)[16] % 2)
      #expect(String(other.last!) == ResidentIDLikeness.checkCharacter(of: Array(bytes.dropLast())))
      #expect(try found(.chineseResidentID, in: other) == [other])
    }
  }

  @Test("a woman stays a woman, a man a man", arguments: ["Hannah", "Charlotte", "George", "Walter"])
  func gender(name: String) throws {
    let other = try replaced("\(name) Pryce", .name, .surrogate).split(separator: " ")[0]
    #expect(NamePool.gender(of: String(other)) == NamePool.gender(of: name) && NamePool.gender(of: name) != .any)
  }

  @Test("the parts of a name keep their surrogates, in any capitals")
  func nameParts() throws {
    var map = SurrogateMap(keys: TestKeys.make())
    let whole = try replaced("John Smith", .name, .surrogate, &map).split(separator: " ").map(String.init)
    #expect(try replaced("Smith", .name, .surrogate, &map) == whole[1])
    #expect(try replaced("SMITH", .name, .surrogate, &map) == whole[1].uppercased())
    #expect(try replaced("Mary Smith", .name, .surrogate, &map).hasSuffix(" \(whole[1])"))
    #expect(restored("Mr. \(whole[1])'s chart, \(whole[1])son", map) == "Mr. Smith's chart, \(whole[1])son")
  }

  @Test(
    "no name stays because it could be a title, a particle or a kind of organisation",
    arguments: [
      (.name, "John Major", "Major"), (.name, "Major, John", "Major"), (.name, "Le Thi Hoa", "Le "),
      (.name, "Don Smith", "Don "), (.name, "Nurse Joy", "Joy"), (.organisation, "民生银行", "民生"),
      (.organisation, "华中科技大学", "科技"), (.location, "大同市", "大同"),
    ] as [(EntityKind, String, String)])
  func noNameStays(kind: EntityKind, text: String, name: String) throws {
    let other = try replaced(text, kind, .surrogate)
    #expect(!other.contains(name), "\(other)")
  }

  @Test("a family has one surname in Chinese too")
  func chineseFamilies() throws {
    var map = SurrogateMap(keys: TestKeys.make())
    let names = try ["高玉芬", "高大明"].map { try replaced($0, .name, .surrogate, &map) }
    #expect(names[0].first == names[1].first)
    #expect(try replaced("玉芬", .name, .surrogate, &map) == names[0].dropFirst())
  }

  @Test(
    "what has no likeness gets a placeholder",
    arguments: [
      (.name, "Иван Петров"), (.name, "王"), (.name, "１２"), (.phone, "１３８１２３４５６７８"), (.id, "AB"), (.secret, "hunter"),
      (.date, "yesterday"), (.other, "[NAME_1]"),
    ] as [(EntityKind, String)])
  func placeholders(kind: EntityKind, text: String) throws {
    #expect(try replaced(text, kind, .surrogate) == "[\(kind.rawValue)_1]" || text == "[NAME_1]")
  }

  @Test("tenants cannot be linked, and a surrogate does not depend on the map's past")
  func derivation() throws {
    var elsewhere = SurrogateMap(keys: TestKeys.make(tenant: "south"))
    let name = try replaced("Hannah Pryce", .name, .surrogate)
    #expect(try replaced("Hannah Pryce", .name, .surrogate, &elsewhere) != name)
    var used = SurrogateMap(keys: TestKeys.make())
    _ = try replaced("George Marsh", .name, .surrogate, &used)
    #expect(try replaced("Hannah Pryce", .name, .surrogate, &used) == name)
  }

  @Test("a surrogate is none of the words of the text")
  func freeOfTheText() throws {
    let usual = try replaced("Hannah Pryce", .name, .surrogate).split(separator: " ")
    for word in usual {
      var map = SurrogateMap(keys: TestKeys.make())
      let hidden = try Compiled.surrogate.text("Dr. Hannah Pryce sat at the \(word) table.", &map)
      let name = hidden.split(separator: " ")[1...2]
      #expect(!name.contains(word), "\(hidden)")
    }
  }
}
