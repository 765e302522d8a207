/// Days and months that share a month or a year: "between 3 April 2011 and 19 November 2012", "4 and 5 February 2003",
/// "2 July, 6 August and 21 October 2009", "17-19 April".
extension Recognizer {
  private static let month =
    #"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"#
  private static let day = #"(?:[0-3]?[0-9](?:st|nd|rd|th)?)"#
  private static let year = #"(?:,? (?:19|20)[0-9]{2})"#
  private static let join = #"(?:, and | and |, | to | until | or | & | ?[\-–] ?)(?:on |from )?(?:the )?"#

  static let englishDateRange = Recognizer(
    name: "date-range", kind: .date, score: 0.95,
    pattern: "\\b(?:[Bb]etween |[Ff]rom )?(?:the )?"
      + "(?:(?:\(day)(?: \(month)\(year)?)?|\(month)\(year)?|\(month) \(day)\(year)?)\(join)){1,12}"
      + "(?:\(day) \(month)|\(month) \(day)\\b|\(month))\(year)?",
    anchors: [.words(monthWords, before: 110, after: 64, needsDigit: true)],
    validate: { evidence in
      // Two ages or doses before the month of another sentence: what is joined has a day or a month on either side.
      let isDigitBound = evidence.text.hasDigitAcrossSeparator(before: evidence.range.lowerBound)
      return evidence.isWholeWord && !isDigitBound && !evidence.digits.isEmpty ? evidence.range : nil
    })

  /// "the end of March 2008", "first half of 2002", "spring and summer of 2007".
  static let partOfYear = Recognizer(
    name: "date-part-of-year", kind: .date, score: 0.3,
    pattern:
      #"(?i)\b(?:(?:the )?(?:beginning|end|middle|start|first half|second half|early part|latter part)(?: of|-)? ?(?:(?:january|february|march|april|may|june|july|august|september|october|november|december) )?|(?:spring|summer|autumn|fall|winter)(?: and (?:spring|summer|autumn|fall|winter))?(?: of)? )(?:19|20)[0-9]{2}\b"#,
    anchors: [.mark(.digits4, before: 64, after: 64)], context: lifeWords)

  /// The year of a birth or another turn of a life: with the place it is enough to find a person.
  static let yearOfLife = Recognizer(
    name: "year-of-life", kind: .date, score: 0.85,
    pattern:
      #"(?i)\b(?:born|b\.|birth|died|married|divorced|graduated|emigrated|immigrated|widowed|naturali[sz]ed|retired|deceased|d\.o\.b\.?|yob)(?: [a-z]{2,12}){0,3}[ :]{1,2}((?:1[89]|20)[0-9]{2})\b"#,
    anchors: [.mark(.digits4, before: 64, after: 64)], validate: { $0.isWholeNumber ? $0.range : nil })

  /// "between 1971 and 1979", "1998-1999", "2004, 2006 and 2007", said of a person.
  static let yearRange = Recognizer(
    name: "year-range", kind: .date, score: 0.3,
    pattern:
      #"\b(?:[Bb]etween |[Ff]rom |[Yy]ears )?(?:19|20)[0-9]{2}(?:, (?:19|20)[0-9]{2})*(?: and | to |, and | ?[\-/–] ?)(?:(?:19|20)[0-9]{2}|[0-9]{2}\b)"#,
    anchors: [.mark(.digits4, before: 64, after: 64)],
    context: [
      " he ", " she ", " his ", " her ", "applicant", "worked", "employed", "lived", "served", "studied", "married",
      "detained", "imprisoned", "resided", "convicted", "proceedings",
    ], validate: { $0.isWholeNumber ? $0.range : nil })

  /// "In 1999 the applicant …": the year of an event in somebody's life.
  static let eventYear = Recognizer(
    name: "year-of-event", kind: .date, score: 0.3,
    pattern: #"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ff]rom|[Bb]efore|[Aa]fter|[Aa]round|early|late) ((?:19|20)[0-9]{2})\b"#,
    anchors: [.mark(.digits4, before: 64, after: 64)], context: lifeWords,
    // A year alone may stay in a clinical text: 45 CFR 164.514(b)(2)(i)(C).
    validate: { $0.isWholeNumber && !clinicalWords.occurs(around: $0, within: clinicalReach) ? $0.range : nil })

  /// A patient is spoken of.
  private static let clinicalWords = WordSearch(["year-old", "year old", "diagnos", "patient", "symptom", "therapy"])
  /// Bytes: about two sentences.
  private static let clinicalReach = 160

  /// "sentenced to three years and one month's imprisonment": how long somebody was in prison finds the judgment.
  static let sentenceLength = Recognizer(
    name: "sentence-length", kind: .date, score: 0.8,
    pattern:
      "(?i)\\b(?:sentenced (?:[a-z]+ ){0,3}?to|sentence of|release after) (\(length)(?: and \(length)){0,2})|\\b(\(length)(?: and \(length)){0,2})(?:['’]s?)? (?:of )?imprisonment\\b",
    anchors: [
      .words("sentenced, sentence of, release after", after: 110), .words("imprisonment", before: 90, after: 0),
    ],
    validate: { $0.isWholeWord ? $0.range : nil })

  /// A person is spoken of.
  private static let lifeWords = [
    "applicant", " he ", " she ", " his ", " her ", "claimant", "defendant", "plaintiff", "admitted", "discharged",
  ]

  private static let length =
    "(?:[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|(?:twenty|thirty|forty)(?:-[a-z]{3,5})?)[ -](?:years?|months?|weeks?|days?)"
}
