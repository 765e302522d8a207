/// Ages below 90 and years of events. ``PersonalTimes`` keeps those that are told of a person.
extension Recognizer {
  static let personalAge = Recognizer(
    name: PersonalTimes.age, kind: .age, score: 0.8,
    pattern:
      #"(?i)\b([1-8]?[0-9])(?:[ \-](?:years?|yrs?)[ \-]old\b| ?(?:y/o|y\.o\.|yo)\b)"#
      + #"|\b(?:age|aged)(?: of|:)? ([1-8]?[0-9])\b"#
      + #"|\bturn(?:ed|ing|s)? ([1-8]?[0-9])\b"#,
    anchors: [
      .words(
        "year old, years old, year-old, years-old, yr old, yrs old, yo, y/o, y.o, age, aged, turn, turned, turning, turns",
        before: 4, after: 16, needsDigit: true)
    ],
    validate: { $0.isWholeNumber && !isMeasure($0) ? $0.range : nil })

  /// "turned 5 pages": a number of things, no age.
  private static func isMeasure(_ evidence: Evidence) -> Bool {
    guard evidence.text.lowercased(evidence.match).hasPrefix("turn") else { return false }
    let word = evidence.after(12).drop { $0 == " " }.prefix { $0.isLetter }
    return evidence.after(2).hasPrefix(" ") && !word.isEmpty && !timeWords.contains(word.utf8)
  }

  private static let timeWords = WordSet("year years this next last on in today tomorrow yesterday and but soon")

  static let personalChineseAge = Recognizer(
    name: PersonalTimes.chineseAge, kind: .age, score: 0.8,
    pattern: "([1-8]?[0-9]|[一二三四五六七八]?十?[一二三四五六七八九十])(?:周?岁)|(?:年龄|现年|享年)[: ]?([1-8]?[0-9])",
    anchors: [.words("岁, 年龄, 现年, 享年", before: 24, after: 16)],
    validate: { evidence in
      evidence.text.hasDigit(before: evidence.range.lowerBound) || evidence.text.hasDigit(at: evidence.range.upperBound)
        ? nil : evidence.range
    })

  static let personalYear = Recognizer(
    name: PersonalTimes.year, kind: .date, score: 0.8,
    pattern: #"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ff]rom|[Bb]efore|[Aa]fter) ((?:19|20)[0-9]{2})\b"#,
    anchors: [.mark(.digits4, before: 64, after: 64)], validate: { $0.isWholeNumber ? $0.range : nil })
}
