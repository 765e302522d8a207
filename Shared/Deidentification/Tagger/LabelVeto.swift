/// The word for a number in front of it, in capitals, which the tagger takes for a name: "NINO" of "NINO AB123456C",
/// "VIN" of "VIN: 1HG…".
enum LabelVeto {
  static func isLabel(_ candidate: Candidate, in text: NormalisedText) -> Bool {
    // The tagger may have drawn the number in, or the letters that it begins with.
    let name = text.bytes[candidate.range].prefix(while: \.isASCIILetter)
    guard isCapital(name), labels.contains(name) else { return false }
    let end = text.bytes[candidate.range.upperBound...].prefix { $0.isASCIILetter || $0.isASCIIDigit }.endIndex
    let others = text.bytes[name.endIndex..<end].split { !$0.isASCIILetter && !$0.isASCIIDigit }
    guard others.allSatisfy({ $0.contains(where: \.isASCIIDigit) || links.contains($0) }) else { return false }
    var rest = text.bytes[name.endIndex...].prefix(reach)
    for _ in 0...linksMax {
      rest = rest.drop { !$0.isASCIILetter && !$0.isASCIIDigit && $0 < 0x80 && $0 != 0x0a }
      let word = rest.prefix { $0.isASCIILetter || $0.isASCIIDigit }
      if word.contains(where: \.isASCIIDigit) { return true }
      guard links.contains(word) else { return false }
      rest = rest[word.endIndex...]
    }
    return false
  }

  /// "NINO", or a word that is written with one capital, too.
  private static func isCapital(_ name: ArraySlice<UInt8>) -> Bool {
    name.allSatisfy { $0.isASCIIUppercase } || titled.contains(name)
  }

  /// Bytes between a label and its number: "Aadhaar card number is ".
  private static let reach = 40
  /// Words between them.
  private static let linksMax = 3
  private static let links = WordSet("number numbers no nr num code id key card is was token address access")

  private static let titled = WordSet("aadhaar steuer")
  /// Names of numbers in many countries, and of those of devices, networks and ledgers; from general knowledge.
  private static let labels = WordSet(
    """
    aadhaar aba abn acn api aws bban bic bsn btc cbu clabe cnpj cpf cuit curp dea dni dob dot ein eth fein gcp hicn hkid
    iccid ids imei imsi isin itin jwt lei mac mbi mrn mpi nhs nie nif nino npi nric nuban pan pesel pid pin pps ppsn pub
    rfc rrn rut sim sin siren siret sku sn ssh ssn ssnit steuer tfn tin trn ubi uid upi upin uscc utr uuid vat vin xrp
    """)
}
