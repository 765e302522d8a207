import TestSupport
import Testing

@testable import Deidentification

@Suite struct CheckedNumberTests {
  /// One number of each rule, made for this test; checked with an independent implementation.
  private static let numbers: [(rule: String, cue: String, number: String)] = [
    ("uk-nhs", "NHS number", "6091390996"),
    ("us-npi", "NPI", "1234567893"),
    ("us-aba-routing", "routing no.", "617122083"),
    ("ca-sin", "SIN", "910345370"),
    ("au-tfn", "TFN", "205149589"),
    ("au-medicare", "Medicare card", "2123456701"),
    ("au-abn", "ABN", "37068238899"),
    ("au-acn", "ACN", "548371062"),
    ("nz-ird", "IRD", "114047988"),
    ("in-aadhaar", "Aadhaar", "550138952654"),
    ("de-steuer-id", "Steuer-ID", "85832914082"),
    ("fr-siren", "SIREN", "165137118"),
    ("fr-siret", "SIRET", "32326306131237"),
    ("nl-bsn", "BSN", "459411548"),
    ("pl-pesel", "PESEL", "91031491075"),
    ("pl-nip", "NIP", "9892407482"),
    ("pl-regon", "REGON", "050790871"),
    ("pt-nif", "NIF", "719213550"),
    ("be-national", "Rijksregisternummer", "43020292133"),
    ("se-personnummer", "personnummer", "198812111915"),
    ("dk-cpr", "CPR-nummer", "0702851234"),
    ("no-fodselsnummer", "fødselsnummer", "27066852178"),
    ("at-svnr", "SV-Nummer", "6916260766"),
    ("ch-ahv", "AHV-Nr.", "7565946556019"),
    ("it-partita-iva", "Partita IVA", "22600580520"),
    ("kr-rrn", "주민등록번호", "6305081370211"),
    ("jp-my-number", "マイナンバー", "582734695121"),
    ("br-cpf", "CPF", "30900681845"),
    ("br-cnpj", "CNPJ", "20144691817976"),
    ("tr-tckn", "TC kimlik no", "64566380570"),
    ("za-id", "SA identity number", "6411037143073"),
    ("il-teudat-zehut", "teudat zehut", "878026806"),
    ("ro-cnp", "CNP", "2581202200055"),
    ("cz-rodne-cislo", "rodné číslo", "6712077361"),
    ("hr-oib", "OIB", "26641640345"),
    ("ee-lt-person", "isikukood", "38509048235"),
    ("bg-egn", "EGN", "5104148874"),
    ("gr-amka", "AMKA", "25098141887"),
    ("ar-cuit", "CUIT", "27056870789"),
    ("mx-clabe", "CLABE", "032180000118359719"),
    ("th-citizen", "Thai ID", "3614666194681"),
    ("my-nric", "MyKad", "850712145577"),
    ("imei", "IMEI", "355823420051357"),
  ]

  @Test("found in one piece after its word", arguments: numbers)
  func cued(rule: String, cue: String, number: String) throws {
    #expect(checked("\(cue): \(number).") == [number])
    #expect(checked("\(cue) \(number)") == [number])
  }

  @Test("every other last digit is refused by the rule, unless it has no check", arguments: numbers)
  func lastDigit(rule: String, cue: String, number: String) throws {
    let known = try #require(CheckedNumber.all.first { $0.name == rule })
    guard !["my-nric", "dk-cpr", "au-medicare"].contains(rule) else { return }
    let digits = number.utf8.map(\.digitValue)
    for last in 0...9 {
      #expect(known.check(digits.dropLast() + [last]) == (last == digits.last), "\(digits.dropLast()) \(last)")
    }
  }

  @Test("each rule has a number here")
  func complete() {
    #expect(Set(Self.numbers.map(\.rule)) == Set(CheckedNumber.all.map(\.name)))
    #expect(Set(CheckedNumber.all.map(\.name)).count == CheckedNumber.all.count)
  }

  @Test(
    "without a cue: what the words beside it do not say to be something else",
    arguments: [
      ("ring the practice, 943 476 5919 is hers", ["943 476 5919"]), ("943 476 5918 is hers", []),
      ("9434765919 rows", []), ("my number is 9434765919", ["9434765919"]), ("111.444.777-35", ["111.444.777-35"]),
      ("we have 9434765919 on file", ["9434765919"]), ("9434765919", ["9434765919"]),
      ("登记的是9434765919。", ["9434765919"]),
      ("over 9434765919 in all", []), ("共9434765919次", []), ("timestamp 9434765919", []), ("9434765919%", []),
      ("756.1234.5678.97", ["756.1234.5678.97"]), ("756.1234.5678.98", []), ("ISBN 9434765919", []),
      ("cost 943 476 5919 EUR", []), ("a9434765919", []), ("number 9434765919-1", []), ("in 2019 2020 2021", []),
    ])
  func form(text: String, expected: [String]) {
    #expect(checked(text) == expected)
  }

  @Test(
    "words that count do not matter where at most one random number in fifty passes",
    arguments: CheckedNumber.all.map(\.name)
  )
  func rarity(rule: String) throws {
    // Text from India writes it so, with no word beside it.
    let known = try #require(CheckedNumber.all.first { $0.name == rule })
    guard rule != "in-aadhaar", known.bareScore > CheckedNumber.plainScore else { return }
    let tries = 20_000
    var generator = SeededGenerator(seed: 20_270_601)
    var passed = 0
    for _ in 0..<tries {
      let length = known.lengths.sorted().randomElement(using: &generator)!
      if known.check((0..<length).map { _ in Int.random(in: 0...9, using: &generator) }) { passed += 1 }
    }
    // A tenth more for the sample.
    #expect(passed * 45 <= tries)
  }

  @Test(
    "a part of a longer number in groups, and figures in the form of an address of a network, are no numbers of a person",
    arguments: [
      "value 046 454 286 00001 is closed", "12 415 555 0132 77 is a key", "blocks 1234.5678.9012 and 2345.6789.0123",
    ])
  func parts(text: String) throws {
    #expect(try identifiers(in: text) == [])
  }

  @Test("numbers made at random: right ones are hidden, ones that no rule takes are not")
  func measured() throws {
    let measure = CheckedNumberMeasure(seed: 20_270_603, each: 3)
    let leaks = try measure.valid.filter { try !isHidden($0) }
    let alarms = try measure.wrong.filter { try !identifiers(in: $0.text).isEmpty }
    #expect(Double(leaks.count) <= 0.002 * Double(measure.valid.count), "\(leaks.map(\.text))")
    #expect(alarms.isEmpty, "\(alarms.map(\.text))")
  }

  @Test(
    "a wrong number after its word is no name",
    arguments: ["IBAN GB82 WEST 1234 5698 7654 33", "NHS number 9434765918"])
  func wrongAfterCue(text: String) throws { #expect(try identifiers(in: text) == []) }

  /// Whether no digit of the number stays in sight.
  private func isHidden(_ made: CheckedNumberMeasure.Case) throws -> Bool {
    let kept = try deidentified(made.text).filter(\.isASCIINumber).count
    let surrogates = try identifiers(in: made.text).count
    return kept == surrogates
  }

  private static let lettered: [(recognizer: Recognizer, valid: [String], invalid: [String])] = [
    (.spainIdentity, ["51507792M", "10536457L"], ["Y9158906F", "X6143361Y"]),
    (.spainCompany, ["V17448044", "S68216597"], ["W6501226C", "R1443594C"]),
    (.codiceFiscale, ["VPPFES11D16U903C", "WLRDMD60C26G420Q"], ["ALTCPZ82C24S850E", "ENRBYC93H23I874L"]),
    (.henkilotunnus, ["070649+2247", "060233A1937"], ["120693A747W", "171261A692V"]),
    (.gstin, ["20VUUFE5558C9ZJ", "11KLKPP5763O9Z1"], ["09HDFTP6097B7Z7", "10ZJKPS5448W6Z9"]),
    (.franceSocialSecurity, ["154026917019968", "257062A39977448"], ["299051376270875", "253022A86925350"]),
    (.publicService, ["7275877T", "2387692QH"], ["6019214TH", "0091883QH"]),
    (.swissCompany, ["CHE172889767", "CHE514240613"], ["CHE438587442", "CHE619536158"]),
    (.curp, ["ROCA910420HDFBCD23", "LOPE691214HDFBCD01"], ["GAPM630907HDFBCD17", "LOPE930601HDFBCD22"]),
    (.rut, ["13508803-K", "64865926-1"], ["20274297-8", "87694666-9"]),
    (
      .europeanVAT,
      [
        "PL7173786417", "SK6036088663", "HU09792951", "SE921036301701", "FI21833060", "SI47325445", "ATU68808953",
        "DK60411468", "DE849431018", "PT284016209", "EL445632097", "HR33273384208", "IT83111250342",
      ], ["DE042085823", "LU36845051", "BE0264017238", "FI23945683"]
    ),
    (.nationalInsurance, ["AB123456C", "jg 10 37 59 a"], ["BG123456C", "AB123456E", "DB123456C"]),
    (.medicareBeneficiary, ["1EG4-TE5-MK73", "1EG4TE5MK73"], ["1SG4TE5MK73", "0EG4TE5MK73"]),
    (.drugEnforcement, ["AP5836727", "F91234563"], ["AP5836728"]),
    (.pan, ["ABCPE1234F"], ["ABCDE1234F", "ABCPE12345"]),
    (.singaporeIdentity, ["S1234567D", "T1234567J", "F1234567N", "G1234567X"], ["S1234567E", "A1234567D"]),
    (.hongKongIdentity, ["A123456(3)"], ["A123456(4)", "A1234563"]),
    (.taiwanIdentity, ["A123456789"], ["A123456788"]),
  ]

  @Test("numbers with letters: check letters and classes", arguments: lettered)
  func letters(recognizer: Recognizer, valid: [String], invalid: [String]) throws {
    for number in valid { #expect(try found(recognizer, in: "see \(number), thanks") == [number]) }
    for number in invalid { #expect(try found(recognizer, in: "see \(number), thanks") == []) }
  }

  @Test(
    "forms that a word must stand beside",
    arguments: [
      (Recognizer.employerIdentification, "our EIN 27-4419836", ["27-4419836"]),
      (.employerIdentification, "score 27-4419836", []),
      (.driverLicence, "driver's license CA D1234567", ["D1234567"]),
      (.driverLicence, "DL# S530-4607-8123", ["S530-4607-8123"]),
      (.driverLicence, "license to print", []),
      (.businessIdentifierCode, "SWIFT/BIC DEUTDEFF500", ["DEUTDEFF500"]),
      (.businessIdentifierCode, "the NATIONAL", []),
      (.chinesePermit, "通行证C12345678，", ["C12345678"]), (.chinesePermit, "型号C12345678", []),
      (.chinesePassport, "护照 E12345678", ["E12345678"]), (.militaryID, "军官证南字第1234567号", ["南字第1234567号"]),
    ])
  func cuedForms(recognizer: Recognizer, text: String, expected: [String]) throws {
    #expect(try found(recognizer, in: text) == expected)
  }

  private func checked(_ text: String) -> [String] {
    let normalised = NormalisedText(text)
    return CheckedNumberDetector.candidates(in: normalised).map {
      String(decoding: normalised.bytes[$0.range], as: UTF8.self)
    }
  }
}

extension Character {
  fileprivate var isASCIINumber: Bool { isASCII && isNumber }
}
