import Testing

@testable import Deidentification

@Suite struct IdentityRecognizerTests {
  @Test(
    "SSA: no area 000 or 666, no group 00",
    arguments: [
      ("SSN 123-45-6789.", ["123-45-6789"]), ("ssn: 123456789", ["123456789"]), ("666-45-6789", []),
      ("123-00-6789", []), ("123-45-67890", []),
      ("2023-45-6789", []),
    ])
  func socialSecurityNumber(text: String, expected: [String]) throws {
    #expect(try found(.socialSecurityNumber, in: text) == expected)
  }

  @Test(
    "GB 11643: region, date, ISO 7064 MOD 11-2",
    arguments: [
      ("身份证11010519491231002X，", ["11010519491231002X"]), ("440524188001010014", ["440524188001010014"]),
      ("110105194912310021", []),
      ("99010519491231002X", []), ("11010519491331002X", []),
    ])
  func chineseResidentID(text: String, expected: [String]) throws {
    #expect(try found(.chineseResidentID, in: text) == expected)
  }

  @Test(
    "GB 32100: check character",
    arguments: [
      ("税号91350100M000100Y43。", ["91350100M000100Y43"]), ("91350100M000100Y44", []),
    ])
  func socialCreditCode(text: String, expected: [String]) throws {
    #expect(try found(.socialCreditCode, in: text) == expected)
  }

  @Test(
    "numbers after the words for a record",
    arguments: [
      ("MRN: KD-220417 and", ["KD-220417"]), ("patient ID #321-55-908,", ["321-55-908"]),
      ("policy number QRS112233445", ["QRS112233445"]),
      ("badge 8805", ["8805"]), ("case of 2 patients", []), ("chart 120 mg", []), ("ID: 2023-05-01", []),
      ("plan 5 days", []),
    ])
  func cuedID(text: String, expected: [String]) throws {
    #expect(try found(.cuedID, in: text) == expected)
  }

  @Test(
    "病历号, 护照, 户号 …",
    arguments: [
      ("住院号：0067890，", ["0067890"]), ("护照EK7654321，", ["EK7654321"]), ("户号110220330440", ["110220330440"]),
      ("军官证海字第1234567号，", ["海字第1234567号"]),
      ("床号12", []), ("编号规则", []),
    ])
  func chineseCuedID(text: String, expected: [String]) throws {
    #expect(try found(.chineseCuedID, in: text) == expected)
  }

  @Test(
    "GA 36: Chinese plates",
    arguments: [("车牌浙A·12345，", ["浙A·12345"]), ("粤B12345D", ["粤B12345D"]), ("京ABCDE", []), ("沪市12345", [])])
  func chinesePlate(text: String, expected: [String]) throws {
    #expect(try found(.chinesePlate, in: text) == expected)
  }

  @Test(
    "plates after a cue",
    arguments: [("car plate WA 204-HZP.", ["WA 204-HZP"]), ("plate of rice", []), ("plate count 120", [])])
  func licencePlate(text: String, expected: [String]) throws {
    #expect(try found(.licencePlate, in: text) == expected)
  }

  @Test(
    "49 CFR 565: check character",
    arguments: [
      ("1M8GDM9AXKP042788", ["1M8GDM9AXKP042788"]), ("1M8GDM9A1KP042788", []),
      ("VIN 1M8GDM9A1KP042788", ["1M8GDM9A1KP042788"]),
    ])
  func vin(text: String, expected: [String]) throws {
    #expect(try found(.vin, in: text) == expected)
  }

  @Test(
    "serials after a cue",
    arguments: [
      ("serial KLP550129T, implanted", ["KLP550129T"]), ("Stent lot M7-40213-D.", ["M7-40213-D"]),
      ("a lot of pain", []), ("serial CT scans", []),
    ])
  func deviceSerial(text: String, expected: [String]) throws {
    #expect(try found(.deviceSerial, in: text) == expected)
  }

  @Test(
    "wallet addresses",
    arguments: [
      ("to bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4, tx", ["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"]),
      ("0x52908400098527886E0F7030069857D2E4169EE7", ["0x52908400098527886E0F7030069857D2E4169EE7"]), ("0x1F", []),
      ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", ["1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"]),
      ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", []), ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", []),
      ("3abcdefghijk", []),
    ])
  func wallet(text: String, expected: [String]) throws {
    #expect(try found(.wallet, in: text) == expected)
  }

  @Test(
    "shapes of records",
    arguments: [
      ("LAB-20210303-00017", ["LAB-20210303-00017"]), ("WQ-310255", ["WQ-310255"]), ("COVID-19", []),
      ("SARS-CoV-2", []), ("IL-6", []),
    ])
  func dashedRecord(text: String, expected: [String]) throws {
    #expect(try found(.dashedRecord, in: text) == expected)
  }

  @Test(
    "loose shapes need a word beside them",
    arguments: [
      ("his record shows 98765432", ["98765432"]), ("platelets 98765432", []), ("ICD code E11.9", []),
    ])
  func recordShape(text: String, expected: [String]) throws {
    #expect(try found(.recordShape, in: text) == expected)
  }

  @Test("case numbers and initials")
  func caseNumberAndInitials() throws {
    #expect(try found(.caseNumber, in: "application (no. 31415/09) under Article 34") == ["31415/09"])
    #expect(try found(.caseNumber, in: "no. 5 of 12") == [])
    #expect(try found(.initials, in: "volunteer 12, initials QVB, enrolled") == ["QVB"])
    #expect(try found(.initials, in: "initials unknown") == [])
  }
}
