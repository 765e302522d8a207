/// What the tagger takes for a name and is none: names of standards and codes, numbers alone, numerals, and ordinary
/// words in small letters ("the rate rose"). A cue or a title before the words is another detector's, and outweighs it.
enum OrdinaryVeto {
  static func isOrdinary(_ candidate: Candidate, in text: NormalisedText) -> Bool {
    let bytes = text.bytes[candidate.range]
    if bytes.contains(where: { $0 >= 0xe3 }) { return isNumeral(bytes) }
    if candidate.kind != .location ? isMostlyDigits(bytes) : isLongNumber(candidate.range, text) || isAccount(bytes) {
      return true
    }
    if isHeadOfCode(candidate.range, text) || isTailOfCode(candidate.range, text) { return true }
    if isLetterOfTerm(candidate.range, text) || isDenied(candidate.range, text) { return true }
    if candidate.kind == .organisation, isSmallInLine(candidate.range, text) { return true }
    if bytes.contains(where: { $0.isASCIIUppercase || $0 >= 0x80 }) {
      return isCode(bytes) || isVerb(bytes, before: candidate.range.upperBound, text)
        || candidate.kind != .location && isMarked(bytes)
        || candidate.kind == .name && isShouted(candidate.range, text)
        || candidate.kind == .location && isInsideAccount(candidate.range, text)
    }
    if !bytes.contains(where: \.isASCIILetter) { return isCode(before: candidate.range.lowerBound, text) }
    return bytes.contains(where: \.isASCIIDigit)
      || words(bytes).allSatisfy { Lexicon.commonWords.contains($0) || smallNames.contains($0) }
  }

  private static func words(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    bytes.split { !($0.isASCIILetter || $0 >= 0x80) }
  }

  /// "HLA-B27", "ZX-77", "GB82 WEST 1234 5698": more digits than letters, or short capitals with a number.
  private static func isMostlyDigits(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = bytes.count(where: \.isASCIIDigit)
    let letters = bytes.count { $0.isASCIILetter || $0 >= 0x80 }
    let isCode = !bytes.contains { $0.isASCIILetter && !$0.isASCIIUppercase || $0 >= 0x80 || $0 == 0x20 }
    return digits > letters || digits > 0 && isCode && letters <= 5
  }

  /// Digits of the longest postcode without a letter.
  private static let postcodeDigitsMax = 7

  /// "590310 1903": no number of a house or a postal district has so many digits and nothing else.
  private static func isLongNumber(_ range: Range<Int>, _ text: NormalisedText) -> Bool {
    // A dash parts the two halves of a longer postcode.
    let isPart = { (byte: UInt8) in !byte.isASCIILetter && byte < 0x80 && byte != UInt8(ascii: "-") }
    guard text.bytes[range].allSatisfy(isPart) else { return false }
    let (before, after) = (text.bytes[..<range.lowerBound].suffix(24), text.bytes[range.upperBound...].prefix(24))
    let chain = [before.reversed().prefix(while: isPart).map(\.self), after.prefix(while: isPart).map(\.self)]
    let digits = text.bytes[range].count(where: \.isASCIIDigit) + chain.joined().count(where: \.isASCIIDigit)
    return digits > postcodeDigitsMax
  }

  /// "GB82 WEST 1234 5698 7654 33": no address has more digits than letters when it has ten of them.
  private static func isAccount(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = bytes.count(where: \.isASCIIDigit)
    return digits >= 10 && digits > bytes.count { $0.isASCIILetter || $0 >= 0x80 }
  }

  /// "WEST 1234" of "GB82 WEST 1234": behind a country's two letters and two digits the parts of an account follow.
  private static func isInsideAccount(_ range: Range<Int>, _ text: NormalisedText) -> Bool {
    let before = Array(text.bytes[..<range.lowerBound].suffix(5))
    return before.count == 5 && before[4] == 0x20 && before[..<2].allSatisfy(\.isASCIIUppercase)
      && before[2..<4].allSatisfy(\.isASCIIDigit) && text.bytes[range].contains(where: \.isASCIIDigit)
  }

  /// "HLA" of "HLA-B27", "IL" of "IL-6": capitals that a dash ties to a number.
  private static func isHeadOfCode(_ range: Range<Int>, _ text: NormalisedText) -> Bool {
    let rest = text.bytes[range.upperBound...].prefix(4)
    guard rest.first == UInt8(ascii: "-"), rest.dropFirst().drop(while: \.isASCIIUppercase).first?.isASCIIDigit == true
    else { return false }
    let word = text.bytes[range].reversed().prefix(while: \.isASCIILetter)
    return (2...5).contains(word.count) && word.allSatisfy(\.isASCIIUppercase)
  }

  /// "B27" of "HLA-B27".
  private static func isTailOfCode(_ range: Range<Int>, _ text: NormalisedText) -> Bool {
    guard range.lowerBound > 1, text.bytes[range.lowerBound - 1] == UInt8(ascii: "-"),
      text.bytes[range.lowerBound - 2].isASCIIUppercase
    else { return false }
    let rest = text.bytes[range].drop(while: \.isASCIIUppercase)
    return text.bytes[range.lowerBound].isASCIIUppercase && rest.first?.isASCIIDigit == true
  }

  /// "Hope is not a plan": a virtue, where nothing else says that it is a person.
  private static func isDenied(_ range: Range<Int>, _ text: NormalisedText) -> Bool {
    virtues.contains(text.bytes[range])
      && [" is not ", " is no "].contains { text.bytes[range.upperBound...].starts(with: $0.utf8) }
  }

  private static let virtues = WordSet(
    "hope faith joy grace mercy charity harmony destiny honor honour patience prudence")

  /// Several words without a capital in a line that begins with one.
  private static func isSmallInLine(_ range: Range<Int>, _ text: NormalisedText) -> Bool {
    let name = text.bytes[range]
    guard name.contains(0x20), name.allSatisfy({ $0 < 0x80 && !$0.isASCIIUppercase }) else { return false }
    let line = text.bytes[..<range.lowerBound].suffix(lineBytesMax).reversed().prefix { $0 != 0x0a }
    return line.last?.isASCIIUppercase == true
  }

  /// Bytes before a name in which its line must begin.
  private static let lineBytesMax = 200

  /// "E" of "Hepatitis E".
  private static func isLetterOfTerm(_ range: Range<Int>, _ text: NormalisedText) -> Bool {
    guard range.count == 1, range.lowerBound > 1, text.bytes[range.lowerBound - 1] == 0x20 else { return false }
    let word = text.bytes[..<(range.lowerBound - 1)].reversed().prefix(while: \.isASCIILetter).reversed()
    return Lexicon.clinicalWords.contains(Array(word))
  }

  /// "ward B", "ward key ZX-77": small words before a letter or a code.
  private static func isMarked(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split(separator: 0x20)
    guard parts.count > 1, let last = parts.last, last.first?.isASCIIUppercase == true else { return false }
    let isMark = last.count == 1 || last.contains(where: \.isASCIIDigit)
    // "IBAN GB82 WEST": the word for a number before its parts.
    if parts.contains(where: { $0.contains(where: \.isASCIIDigit) }), codes.contains(parts[0]) { return true }
    return isMark
      && parts.dropLast().allSatisfy { Lexicon.commonWords.contains($0) && !$0[$0.startIndex].isASCIIUppercase }
  }

  /// One ordinary word in capitals behind another one: "THE SCREEN IS BLACK".
  private static func isShouted(_ range: Range<Int>, _ text: NormalisedText) -> Bool {
    let word = text.bytes[range]
    guard word.count > 2, word.allSatisfy(\.isASCIIUppercase), Lexicon.commonWords.contains(word),
      range.lowerBound > 0, text.bytes[range.lowerBound - 1] == 0x20
    else { return false }
    let before = text.bytes[..<(range.lowerBound - 1)].reversed().prefix(while: \.isASCIILetter).reversed()
    return before.count > 1 && before.allSatisfy(\.isASCIIUppercase) && Lexicon.commonWords.contains(before)
  }

  /// "Mark the chart", "Bill your insurer": a name that is also a verb, before its object.
  private static func isVerb(_ bytes: ArraySlice<UInt8>, before index: Int, _ text: NormalisedText) -> Bool {
    guard index < text.bytes.count, text.bytes[index] == 0x20, smallNames.contains(bytes) else { return false }
    return objects.contains(text.bytes[(index + 1)...].prefix(6).prefix(while: \.isASCIILetter))
  }

  private static let objects = WordSet("the a an my your his her their our this that these those all it them")

  /// "RFC 9110"; but not the number of a house or of a postal district.
  private static func isCode(before index: Int, _ text: NormalisedText) -> Bool {
    guard index > 1, text.bytes[index - 1] == 0x20 else { return false }
    let word = text.bytes[..<(index - 1)].suffix(8).reversed().prefix(while: \.isASCIILetter).reversed()
    return codes.contains(Array(word))
  }

  /// "NDC 0002-8215", "U.S.C.", "Eye: OD", a chemical symbol and a title alone.
  private static func isCode(_ bytes: ArraySlice<UInt8>) -> Bool {
    let words = words(bytes)
    if words.count == 1, symbols.contains(words[0]) || Lexicon.titles.contains(words[0]) { return true }
    if bytes.contains(UInt8(ascii: ":")), words.last.map({ codes.contains($0) }) == true {
      return words.dropLast().allSatisfy { Lexicon.commonWords.contains($0) || codes.contains($0) }
    }
    if words.contains(where: { codes.contains($0) }), words.allSatisfy({ codes.contains($0) || isSmallWord($0) }) {
      return true
    }
    guard !bytes.contains(where: { $0.isASCIILetter && !$0.isASCIIUppercase }) else { return false }
    let letters = bytes.filter { $0.isASCIILetter || $0 >= 0x80 }
    return !words.isEmpty && (codes.contains(letters) || words.allSatisfy { codes.contains($0) })
  }

  private static func isSmallWord(_ word: ArraySlice<UInt8>) -> Bool {
    word.allSatisfy { !$0.isASCIIUppercase } && Lexicon.commonWords.contains(word)
  }

  private static func isNumeral(_ bytes: ArraySlice<UInt8>) -> Bool {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.allSatisfy(numerals.contains)
  }

  private static let numerals = ScalarSet("零〇一二三四五六七八九十百千万两年月日号点分人个次".unicodeScalars)

  /// Names of people that are words too, in small letters.
  private static let smallNames = WordSet(
    """
    rose mark grant will may hope grace joy bill sue drew rich frank chase dale dean pat rob art jack gene ray iris ivy
    lily olive sage amber ruby pearl crystal summer santa miles page reed cliff glen heath brook forest harmony faith
    charity melody carol dawn eve destiny bob nick skip buck max
    """)

  /// Code systems, segments of HL7 v2, statutes, journals and bodies that write guidelines, and words of computing, of
  /// the laboratory and of eye charts.
  private static let codes = WordSet(
    """
    iban gb port rd icd cpt loinc snomed ndc hcpcs drg rxnorm cfr usc gdpr hipaa rfc http https html xml json csv sql api url uri utf sha
    aes rsa tls ssl ssh tcp udp dns gpu cpu ram usb iso iec ieee ansi nist gaap ifrs
    msh pid evn pv nk gt in obx obr orc al dg nte txa spm rxe rxo nm st tx
    jama nejm bmj kdigo uspstf acog acc aha aap nccn asco esmo idsa nice cochrane ada acr ats aafp ash cdc nih
    od os ou dmek dsaek lasik iol
    ecg ekg mri icu bp hr rr wbc rbc hgb hct inr tsh bmi ldl hdl alt ast crp esr egfr
    """)

  private static let symbols = WordSet("na cl ca mg fe zn hg pb li")
}
