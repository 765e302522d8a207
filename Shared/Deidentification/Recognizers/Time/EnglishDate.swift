/// Dates with the month's name: "3 May 2021", "May 3rd, 2021", "03-May-21", "May 2021", "21NOV", "the 9th".
extension Recognizer {
  private static let month =
    #"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"#
  /// How months begin a word, for anchors.
  static let monthWords =
    """
    jan, january, feb, february, mar, march, apr, april, may, jun, june, jul, july, aug, august, sep, sept, september,
    oct, october, nov, november, dec, december
    """
  private static let weekday = #"(?:(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?,? )?"#
  private static let clock = #"(?:(?:,| at|,? @)? ?[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?: ?[ap]\.?m\b\.?)?)?"#

  static let englishDate = Recognizer(
    name: "date-english", kind: .date, score: 0.95,
    pattern:
      "(?i)\\b\(weekday)(?:the )?[0-3]?[0-9](?:st|nd|rd|th)?(?: day)?(?: of)?[ \\-./]{0,2}\(month)(?:\\b\\.?(?:[ \\-./,]{0,2}(?:19|20|')?[0-9]{2}\\b)?|(?:19|20)?[0-9]{2}\\b)\(clock)"
      + "|\\b\(weekday)\(month)\\.?[ \\-./]?[0-3]?[0-9](?:st|nd|rd|th)?(?: ?(?:-|to|and|through|&) ?[0-3]?[0-9](?:st|nd|rd|th)?)?\\b(?:,? ?(?:19|20)[0-9]{2}\\b|,? '[0-9]{2}\\b|[-/][0-9]{2}\\b)?\(clock)"
      + "|\\b(?:early |late |mid-?)?\(month)\\.?,?(?: of)?[ \\-/](?:19|20)[0-9]{2}\\b"
      + "|\\bthe (?:[12]?[0-9]|3[01])(?:st|nd|rd|th)\\b(?: of(?: the|this|last) month)?",
    anchors: [.words(monthWords, before: 45, after: 64, needsDigit: true), .mark(.ordinal, before: 8, after: 24)],
    validate: { evidence in
      // "may 5" is a modal verb before a number more often than a date when it is written small.
      let isModal = evidence.bytes.starts(with: "may ".utf8)
      return evidence.isWholeWord && !isModal && !isCentury(evidence) ? evidence.range : nil
    })

  /// "the third of March".
  static let englishDateInWords = Recognizer(
    name: "date-english-words", kind: .date, score: 0.95,
    pattern:
      "(?i)\\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|fifteenth|twentieth|thirtieth)(?: day)? of \(month)\\b(?:,? (?:19|20)[0-9]{2})?",
    anchors: [.words(monthWords, before: 34, after: 14)])

  /// "the 19th century", "the 5th rib", "the 50th percentile": an ordinal, no day.
  private static func isCentury(_ evidence: Evidence) -> Bool {
    guard evidence.bytes.first.map({ $0 | 0x20 }) == UInt8(ascii: "t") else { return false }
    let text = evidence.text.lowercased(evidence.range)
    guard text.hasPrefix("the "),
      text.hasSuffix("th") || text.hasSuffix("st") || text.hasSuffix("nd") || text.hasSuffix("rd")
    else { return false }
    let next = evidence.after(3)
    return !(next.isEmpty || next.first.map { ",.;!?\n)".contains($0) } ?? true)
  }
}
