/// What the tagger takes for a name and is none: names of standards and codes, numbers alone, numerals, and ordinary
/// words in small letters ("the rate rose"). A cue or a title before the words is another detector's, and outweighs it.
enum OrdinaryVeto {
  static func isOrdinary(_ candidate: Candidate, in text: NormalisedText) -> Bool {
    let bytes = text.bytes[candidate.range]
    if bytes.contains(where: { $0 >= 0xe3 }) { return isNumeral(bytes) }
    if bytes.contains(where: { $0.isASCIIUppercase || $0 >= 0x80 }) { return isCode(bytes) }
    if bytes.allSatisfy(\.isASCIIDigit) { return isCode(before: candidate.range.lowerBound, text) }
    return bytes.contains(where: \.isASCIIDigit)
      || words(bytes).allSatisfy { Lexicon.commonWords.contains($0) || smallNames.contains($0) }
  }

  private static func words(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    bytes.split { !($0.isASCIILetter || $0 >= 0x80) }
  }

  /// "RFC 9110"; but not the number of a house or of a postal district.
  private static func isCode(before index: Int, _ text: NormalisedText) -> Bool {
    guard index > 1, text.bytes[index - 1] == 0x20 else { return false }
    let word = text.bytes[..<(index - 1)].suffix(8).reversed().prefix(while: \.isASCIILetter).reversed()
    return codes.contains(Array(word))
  }

  /// "NDC 0002-8215", "U.S.C.", and a chemical symbol alone.
  private static func isCode(_ bytes: ArraySlice<UInt8>) -> Bool {
    let hasSmall = bytes.contains { $0.isASCIILetter && !$0.isASCIIUppercase }
    // Most names: neither a symbol nor an abbreviation.
    if hasSmall, bytes.count > 3 { return false }
    let words = words(bytes)
    if words.count == 1, symbols.contains(words[0]) { return true }
    guard !hasSmall else { return false }
    let letters = bytes.filter { $0.isASCIILetter || $0 >= 0x80 }
    return !words.isEmpty && (codes.contains(letters) || words.allSatisfy { codes.contains($0) })
  }

  private static func isNumeral(_ bytes: ArraySlice<UInt8>) -> Bool {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.allSatisfy(numerals.contains)
  }

  private static let numerals = ScalarSet("零〇一二三四五六七八九十百千万两年月日号点分".unicodeScalars)

  /// Names of people that are words too, in small letters.
  private static let smallNames = WordSet(
    """
    rose mark grant will may hope grace joy bill sue drew rich frank chase dale dean pat rob art jack gene ray iris ivy
    lily olive sage amber ruby pearl crystal summer santa miles page reed cliff glen heath brook forest harmony faith
    charity melody carol dawn eve destiny bob nick skip buck max
    """)

  /// Code systems, segments of HL7 v2, statutes, and words of computing and of the laboratory.
  private static let codes = WordSet(
    """
    icd cpt loinc snomed ndc hcpcs drg rxnorm cfr usc gdpr hipaa rfc http https html xml json csv sql api url uri utf sha
    aes rsa tls ssl ssh tcp udp dns gpu cpu ram usb iso iec ieee ansi nist gaap ifrs
    msh pid evn pv nk gt in obx obr orc al dg nte txa spm rxe rxo nm st tx
    ecg ekg mri icu bp hr rr wbc rbc hgb hct inr tsh bmi ldl hdl alt ast crp esr egfr
    """)

  private static let symbols = WordSet("na cl ca mg fe zn hg pb li")
}
