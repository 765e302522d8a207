import Testing

@testable import Deidentification

@Suite struct ContactRecognizerTests {
  @Test(
    "RFC 5322 addr-spec",
    arguments: [
      (
        "write to m.ostrander+ward7@hillcrest-gp.org and refills@quayside.co.uk.",
        ["m.ostrander+ward7@hillcrest-gp.org", "refills@quayside.co.uk"]
      ),
      ("邮箱haitang_77@126.com，备用", ["haitang_77@126.com"]), ("ｊｉｍ＠ｈｏｓｐ．ｏｒｇ", ["ｊｉｍ＠ｈｏｓｐ．ｏｒｇ"]),
      ("3 mA @ 2 ms", []), ("meet @ noon", []), ("a@b", []),
    ])
  func email(text: String, expected: [String]) throws {
    #expect(try found(.email, in: text) == expected)
  }

  @Test(
    "RFC 3986",
    arguments: [
      ("see https://example.org/a?b=c#d.", ["https://example.org/a?b=c#d"]), ("(www.clinic.com)", ["www.clinic.com"]),
      ("on portal.nhs.uk/login, then", ["portal.nhs.uk/login"]), ("e.g. this", []), ("3.5 mg.The", []),
      ("file.swift", []),
    ])
  func url(text: String, expected: [String]) throws {
    #expect(try found(.url, in: text) == expected)
  }

  @Test(
    "RFC 791, RFC 4291",
    arguments: [
      ("from 192.168.10.254 to 8.8.8.8", ["192.168.10.254", "8.8.8.8"]), ("256.1.1.1", []), ("1.2.3.4.5", []),
      ("version 1.2.3.4", []), ("v1.2.3.4", []),
    ])
  func ipv4(text: String, expected: [String]) throws {
    #expect(try found(.ipv4, in: text) == expected)
  }

  @Test(
    "RFC 4291 section 2.2",
    arguments: [
      ("at 2001:db8:85a3:0:0:8a2e:370:7334 now", ["2001:db8:85a3:0:0:8a2e:370:7334"]),
      ("fe80::1ff:fe23:4567:890a", ["fe80::1ff:fe23:4567:890a"]),
      ("at 12:30:45", []), ("12:34", []),
    ])
  func ipv6(text: String, expected: [String]) throws {
    #expect(try found(.ipv6, in: text) == expected)
  }

  @Test(
    "EUI-48",
    arguments: [
      ("MAC 00:1B:44:11:3A:B7", ["00:1B:44:11:3A:B7"]), ("00-1b-44-11-3a-b7", ["00-1b-44-11-3a-b7"]),
      ("001b.4411.3ab7", ["001b.4411.3ab7"]),
      ("00:1B:44:11:3A", []), ("00:1B:44:11:3A:B7:99", []),
    ])
  func mac(text: String, expected: [String]) throws {
    #expect(try found(.mac, in: text) == expected)
  }

  @Test(
    "handles and names after a cue",
    arguments: [
      ("username: kees.vdm", ["kees.vdm"]), ("3 mA @ 2 ms", []),
      ("a@example.org", []),
    ])
  func username(text: String, expected: [String]) throws {
    #expect(try found(.username, in: text) == expected)
  }

  @Test("handles")
  func handle() throws {
    #expect(try found(.handle, in: "follow @jane_doe88") == ["@jane_doe88"])
    #expect(try found(.handle, in: "RT @lena _ moreau: so tired") == ["@lena _ moreau"])
    #expect(try found(.handle, in: "a@example.org, 3 mA @ 2 ms") == [])
    #expect(try found(.chineseHandle, in: "转自@爱吃瓜的小李，谢谢") == ["@爱吃瓜的小李"])
    #expect(try found(.chineseHandle, in: "单价@ 5元") == [])
    #expect(try found(.chineseUsername, in: "抖音号lin_xi88") == ["lin_xi88"])
  }

  @Test(
    "WeChat and QQ",
    arguments: [
      ("微信号：lin_xi2020，加我", ["lin_xi2020"]), ("QQ49920035联系", ["49920035"]), ("QQ号是 12345678", ["12345678"]),
      ("QQ音乐", []), ("微信支付", []),
    ])
  func chatAccount(text: String, expected: [String]) throws {
    #expect(try found(.chatAccount, in: text) == expected)
  }

  @Test(
    "ITU-T E.164",
    arguments: [
      ("call +48 600 111 222 or +65 8000 1234", ["+48 600 111 222", "+65 8000 1234"]),
      ("+1 (415) 555-0132", ["+1 (415) 555-0132"]),
      ("0044 20 7946 0018", ["0044 20 7946 0018"]), ("+5 mg", []), ("2 + 3", []),
    ])
  func internationalPhone(text: String, expected: [String]) throws {
    #expect(try found(.internationalPhone, in: text) == expected)
  }

  @Test(
    "North American Numbering Plan",
    arguments: [
      ("(415) 555-0132", ["(415) 555-0132"]), ("415-555-0132 x12", ["415-555-0132 x12"]),
      ("1-800-555-0199", ["1-800-555-0199"]),
      ("115-555-0132", []), ("415-155-0132", []), ("415-555-01321", []),
    ])
  func northAmericanPhone(text: String, expected: [String]) throws {
    #expect(try found(.northAmericanPhone, in: text) == expected)
  }

  @Test(
    "any number after a cue",
    arguments: [
      ("Tel: 0412 5566778", ["0412 5566778"]), ("phone no. 555 0143", ["555 0143"]), ("联系电话：8765 4321", ["8765 4321"]),
      ("call 10 patients", []), ("phone 2024-05-01", []), ("call on 12/05/2023", []),
    ])
  func cuedPhone(text: String, expected: [String]) throws {
    #expect(try found(.cuedPhone, in: text) == expected)
  }

  @Test(
    "手机号",
    arguments: [
      ("手机13812345678请回电", ["13812345678"]), ("+86-139-1111-2222", ["+86-139-1111-2222"]),
      ("187 2233 4455", ["187 2233 4455"]),
      ("１３８１２３４５６７８", ["１３８１２３４５６７８"]), ("12812345678", []),
      ("138123456789", []), ("9913812345678", []),
    ])
  func chineseMobile(text: String, expected: [String]) throws {
    #expect(try found(.chineseMobile, in: text) == expected)
  }

  @Test("手机号 in words")
  func chineseMobileInWords() throws {
    #expect(try found(.chineseMobileInWords, in: "打一三九二二三三四四五五") == ["一三九二二三三四四五五"])
    #expect(try found(.chineseMobileInWords, in: "一三五七九") == [])
  }

  @Test(
    "固定电话, 400",
    arguments: [
      ("座机010-62345678", ["010-62345678"]), ("(0571) 8765 4321", ["(0571) 8765 4321"]),
      ("400-820-8820", ["400-820-8820"]), ("2023-05-01", []),
      ("010-1234", []),
    ])
  func chineseLandline(text: String, expected: [String]) throws {
    #expect(try found(.chineseLandline, in: text) == expected)
  }

  @Test(
    "one number of each country, as it is written at home",
    arguments: [
      "011 4321 8765", "0664 123456", "0412 345 678", "0487 98 11 92", "(11) 98765-4321", "079 123 45 67",
      "0171 2345678",
      "612 34 56 78", "040 123 4567", "06 12 34 56 78", "07700 900123", "020 7946 0018", "694 123 4567",
      "06 30 123 4567",
      "0812-3456-7890", "087 123 4567", "054-123-4567", "98765 43210", "347 123 4567", "090-1234-5678", "010-1234-5678",
      "(55) 1234 5678", "012-345 6789", "06-12345678", "412 34 567", "021 123 4567", "0917 123 4567", "(22) 123 45 67",
      "912 345 678", "0722 123 456", "8 (912) 345-67-89", "070-123 45 67", "081-234-5678", "0532 123 45 67",
      "0912-345-678",
      "067 123 45 67", "082 123 4567",
    ])
  func nationalPhone(number: String) throws {
    #expect(try found(.nationalPhone, in: "Hier: \(number).") == [number])
  }

  @Test(
    "what has such groups too",
    arguments: [
      "ISBN 0412 345 678", "01/02 2023", "0412 345 6789", "03.12.2023", "0.12 345 678", "06-12-2023", "2023 1234",
    ])
  func noNationalPhone(text: String) throws {
    #expect(try found(.nationalPhone, in: text) == [])
  }

  @Test(
    "loose groups need a word for a telephone",
    arguments: [
      ("nobody is answering at 523 417 906", ["523 417 906"]), ("registered 668 5702", ["668 5702"]),
      ("between 523 417 906 and", []), ("call 2019-2020", []), ("office hours 12.05.2023", []),
    ])
  func loosePhone(text: String, expected: [String]) throws {
    #expect(try found(.loosePhone, in: text) == expected)
  }
}
