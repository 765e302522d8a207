/// Street addresses in English order, with the unit, town, state, postcode that follow; and post office boxes.
///
/// Source: USPS Publication 28, appendices B (states) and C (street suffixes, unit designators).
extension Recognizer {
  private static let street =
    #"(?:Street|St|Avenue|Ave|Av|Boulevard|Blvd|Road|Rd|Drive|Dr|Lane|Ln|Court|Ct|Place|Pl|Way|Terrace|Ter|Circle|Cir|Square|Sq|Parkway|Pkwy|Highway|Hwy|Trail|Trl|Crescent|Cres|Close|Alley|Plaza|Row|Walk|Mews|Gardens|Grove|Hill|Loop|Run|Path|Pike|Route|Rte|Broadway|Crossing|Heights|Ridge|Park|View|Meadow|Meadows|Landing|Point|Bend|Fork|Cove|Pass|Quay|Rise|Green|Vale|Commons|Turnpike|Expressway|Street\.|Estate|Manor|Creek|Hollow|Field|Fields|Gate|Mill|Ford|Bridge|Spring|Springs|Mountain|Valley|Ranch|Track|Junction|Ridges|Station|Parade|Esplanade)"#
  private static let word = #"(?:\p{Lu}[\p{L}'.\-]*|[0-9]{1,4}(?:st|nd|rd|th)|of|the|de|la)"#
  private static let headWord = #"(?:\p{Lu}[\p{L}'.\-]*|[0-9]{1,4}(?:st|nd|rd|th))"#
  private static let unit =
    #"(?:[,\n]? ?(?:Apt|Apartment|Suite|Ste|Unit|Floor|Fl|Room|Rm|Building|Bldg|Lot|Flat|No|PH|#)\.? ?#?[A-Za-z0-9\-]{1,8})"#
  private static let town =
    #"(?:[,\n]{1,2} ?\p{Lu}[\p{L}'.\-]+(?: (?:\p{Lu}[\p{L}'.\-]+|on|upon|de|la|le)){0,3}\b)"#
  private static let postcodeTail =
    #"(?:[, \n]{1,3}(?:[0-9]{5}(?:-[0-9]{4})?|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]|[A-Z][0-9]{2} ?[A-Z0-9]{4}|[0-9]{4,6})\b)"#

  static let streetAddress = Recognizer(
    name: "street-address", kind: .location, score: 0.9,
    pattern:
      "\\b((?:Flat [0-9A-Z]{1,4},? |Blk |Block )?[0-9]{1,6}[A-Za-z]?(?:[-/][0-9]{1,5})?,? (?:[NSEW]{1,2}\\.? |(?:North|South|East|West) )?(?:\(headWord) (?:\(word) ){0,3})?\(street)\\b\\.?(?: (?:[NSEW]{1,2}|North|South|East|West)\\b\\.?)?(?: [0-9]{1,3}\\b)?\(unit)?(?: #[0-9\\-]+)?(?:\(town){0,2}(?:[, ]{1,2}\(Lexicon.regionPattern)\\b)?\(postcodeTail))?(?:\(town)(?:[, ]{1,2}\(Lexicon.regionPattern)\\b)?)?)",
    anchors: [.mark(.houseNumber, before: 24, after: 280)],
    validate: { evidence in
      // "2 St" or "5 Way" needs a word between the number and the suffix, unless the suffix is the street's name.
      let words = evidence.string.split(separator: " ")
      return words.count >= 3 || evidence.string.hasSuffix("Broadway") ? evidence.text.trimmed(evidence.range) : nil
    })

  /// "27 Avenue du Port", "Lindenstrasse 14": orders and endings of other countries.
  static let foreignStreetAddress = Recognizer(
    name: "street-address-foreign", kind: .location, score: 0.8,
    pattern:
      "\\b([0-9]{1,5},? (?i:avenue|rue|via|calle|rua|boulevard|place|strada|ul\\.|ulica|chemin|route|allée|impasse|quai|corso|viale|piazza|paseo|avenida)(?: (?:\\p{L}[\\p{L}'.\\-]*)){1,4}\(unit)?\(postcodeTail)?)|(\\b\\p{Lu}\\p{L}*(?:strasse|straße|str\\.|gata|gatan|gate|vej|vägen|veien|weg|laan|straat|gade|utca|katu|tie|plein|allee|gasse|platz|ring|dreef|steenweg) [0-9]{1,4}[a-zA-Z]?\\b\(unit)?\(postcodeTail)?)|\\b((?:Apt|Apartment|Suite|Ste|Flat)\\.? #?[0-9]{1,5}[A-Za-z]?)\\b",
    anchors: [
      .words(
        """
        avenue, rue, via, calle, rua, boulevard, place, strada, ul.*, ulica, chemin, route, allée, impasse,
        quai, corso, viale, piazza, paseo, avenida
        """, before: 8, after: 120, needsDigit: true), .mark(.numberAfterStreet, before: 64, after: 60),
    ],
    validate: { $0.isWholeWord ? $0.range : nil })

  /// "4 Rua do Sol 12, Apt. 7": any words between the number of a house and that of a flat, and what follows of the address.
  static let flatAddress = Recognizer(
    name: "street-address-flat", kind: .location, score: 0.8,
    pattern:
      #"\b([0-9]{1,5}[A-Za-z]?(?:[ \-/][0-9]{1,5})?,? (?:[\p{L}0-9'.\-]+,? ){0,6}?[\p{L}0-9'.\-]+,?[ \n]{1,2}(?i:apt|apartment|suite|ste|flat)\.? #?[0-9]{1,5}[A-Za-z]?\b"#
      + #"(?:[,\n ]{1,3}\p{Lu}[\p{L}'.\-]+(?: (?:\p{Lu}[\p{L}'.\-]+|de|la|le|van|der|am|im|an|sur|na)){0,3}){0,2}"#
      + #"(?:[,\n ]{1,4}[A-Z]{2}\b)?(?:[,\n ]{1,3}(?:\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?[, \n]{1,2})?[0-9]{4,6}\b)?)"#,
    anchors: [.words("apt, apartment, suite, ste, flat", before: 80, after: 120, needsDigit: true)],
    validate: { evidence in
      let words = evidence.string.split { !($0.isLetter || $0 == "'") }
      let isSentence = words.contains { Lexicon.functionWords.contains($0.utf8) && !placeParticles.contains($0.utf8) }
      return evidence.isWholeWord && !isSentence ? evidence.range : nil
    })

  private static let placeParticles = WordSet("the of a an on in at as i")

  /// A house and a street of any name in one line, then town, region and postcode.
  static let addressBlock = Recognizer(
    name: "address-block", kind: .location, score: 0.8,
    pattern:
      #"\b([0-9]{1,5}[A-Za-z]?(?: [0-9]{1,5})? (?:\p{Lu}[\p{L}'.\-]+ ?){1,5}(?:[0-9]{1,4}[A-Za-z]?)?(?:,?[\n ]{1,2}(?i:apt|suite|unit|flat)\.? [0-9]{1,5})?,?\n ?\p{Lu}[\p{L}'.\-]+(?: \p{Lu}[\p{L}'.\-]+){0,2}"#
      + #"\n?,? ?(?:[A-Z]{2}|\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)?[\n ]{1,2}(?:\p{Lu}\p{L}+ )?[0-9]{4,6}\b)"#,
    anchors: [.mark(.houseNumber, before: 24, after: 200)])

  static let postOfficeBox = Recognizer(
    name: "post-office-box", kind: .location, score: 0.9,
    pattern:
      "\\b(?:unit|psc) [0-9]{1,6},? box [0-9]{1,6}(?:[,\\n]{1,2} ?[fad]po,? a[ape] [0-9]{5})?|(?:P\\.?\\s?O\\.?\\s?Box|PO Box|Post Office Box|PSC|USNS|USS|USNV|USCGC|Unit) (?:[0-9]{1,6}|[A-Z][a-z]+)(?:,? (?:Box|box) [0-9]{1,6})?(?:[,\\n]{0,2} ?(?:[FAD]PO|\\p{Lu}[\\p{L}'.\\-]+(?: \\p{Lu}[\\p{L}'.\\-]+){0,2}),? \(Lexicon.regionPattern)\\b\(postcodeTail)?)?",
    anchors: [
      .words(
        """
        P.O*, P. O*, PO *, PO.*, POBox*, P O*, Post Office Box, psc, USNS, USS, USNV, USCGC, unit
        """, after: 140, needsDigit: true)
    ],
    validate: { $0.digits.isEmpty ? nil : $0.range })

  /// "Elko, NV 89801", "Dallas, Texas": a town with its state.
  static let cityState = Recognizer(
    name: "city-state", kind: .location, score: 0.85,
    pattern:
      "(\\b\\p{Lu}[\\p{L}'.\\-]+(?: (?:\\p{Lu}[\\p{L}'.\\-]+)){0,2}),? \(Lexicon.regionPattern)\\b(?:,? [0-9]{5}(?:-[0-9]{4})?)?",
    anchors: [.words(Lexicon.regions, before: 80, after: 14)],
    validate: { evidence in
      let town = evidence.string
      let comma = evidence.text.bytes[evidence.range.upperBound] == UInt8(ascii: ",")
      let zip = evidence.text.bytes[evidence.match].suffix(5).allSatisfy(\.isASCIIDigit)
      let words = town.split(separator: " ")
      let isKnown = Lexicon.cities.contains(town.utf8)
      guard isKnown || zip || (comma && !words.contains { Lexicon.commonWords.contains($0.utf8) }) else { return nil }
      guard isKnown || !Lexicon.commonWords.contains(words[0].utf8) || zip else { return nil }
      return zip ? evidence.match : evidence.range
    })

  static let postcode = Recognizer(
    name: "postcode", kind: .location, score: 0.3,
    pattern:
      #"\b[0-9]{5}(?:-[0-9]{4})?\b|\b[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}\b|\b[ABCEGHJ-NPRSTVXY][0-9][A-Z] ?[0-9][A-Z][0-9]\b|[1-9][0-9]{5}"#,
    anchors: [.words("zip*, postcode*, postal*, post code*, 邮编, 邮政编码", before: 75, after: 75)],
    context: ["zip", "postcode", "postal", "post code", "邮编", "邮政编码"],
    validate: { $0.isWholeNumber ? $0.range : nil },
    resumesInside: false)

  /// A place after words that only a place follows.
  static let cuedPlace = Recognizer(
    name: "place-cued", kind: .location, score: 0.7,
    pattern:
      "(?:\\b(?i:lives? (?:alone )?in|living in|lived in|resid(?:es?|ed|ing) (?:in|at)|resident of|based in|located in|moved (?:to|from)|born in|native of|hometown:?|practising in|practicing in|city of|town of|village of|suburb of|near|commut(?:es|ing) (?:to|from)|travel(?:l?ed|l?ing)? (?:to|from)|from|address(?: is)?:?|city:)\\s)((?:\\p{Lu}[\\p{L}'\\-]+|St\\.)(?: \\p{Lu}[\\p{L}'\\-]+){0,3}(?:,? \(Lexicon.regionPattern)\\b)?(?: [0-9]{5})?)",
    anchors: [
      .words(
        """
        lives, live, living in, lived in, resid*, based in, located in, moved, born in, native of, hometown,
        practising in, practicing in, city of, town of, village of, suburb of, near, commut*, travel*, from,
        address, city:*
        """, after: 120)
    ],
    validate: { evidence in
      guard evidence.isWholeWord, !isPersonal(evidence) else { return nil }
      return LatinWords.placeRange(in: evidence)
    })

  /// "from Dr" and "from Mary" name people.
  private static func isPersonal(_ evidence: Evidence) -> Bool {
    guard let first = evidence.string.split(separator: " ").first else { return true }
    let isAddress = evidence.before(30).contains("resid") || evidence.before(12).contains("live")
    return Lexicon.titles.contains(first.utf8)
      || (!isAddress && Lexicon.givenNames.contains(first.utf8) && !Lexicon.cities.contains(first.utf8))
  }

  /// "the corner of Mill Road and 4th Avenue", and in any letters where the first street has the number of a house.
  static let corner = Recognizer(
    name: "street-corner", kind: .location, score: 0.8,
    pattern:
      #"\b((?:[Tt]he )?[Cc]orner of (?:[0-9]+ )?\p{Lu}[^\s,.?!;:]*(?: [\p{L}0-9][^\s,?!;:]*){0,4} (?:and|&) (?:[0-9]+ )?[\p{Lu}0-9][^\s,.?!;:]*(?: [\p{Lu}0-9][^\s,.?!;:]*){0,3}|(?:[Tt]he )?[Cc]orner of (?:\p{L}[^\s,?!;:]* ){1,4}[0-9]{1,5} (?:and|&) \p{L}[^\s,.?!;:]*(?: \p{L}[^\s,.?!;:]*){0,2})"#,
    anchors: [.words("corner", before: 8, after: 160)],
    validate: { $0.range })
}
