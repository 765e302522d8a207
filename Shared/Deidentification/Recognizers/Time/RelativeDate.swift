/// "last week", "yesterday": time relative to the text, which dates a person's care.
extension Recognizer {
  static let relativeDate = Recognizer(
    name: "date-relative", kind: .date, score: 0.3,
    pattern:
      #"(?i)\b(?:last|this past|past|previous|next)\s(?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december)\b|\byesterday\b|\bearlier this (?:week|month|year)\b|\bon (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b|\bmeet (?:you )?(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"#,
    anchors: [
      .words(
        """
        last, past, this past, previous, next, yesterday, earlier this, on monday, on tuesday, on wednesday, on
        thursday, on friday, on saturday, on sunday, meet
        """, after: 24)
    ],
    context: [
      "patient", "admitted", "discharged", "visited", "presented", "hospital", "evaluated", "seen at", "seen by",
      "seen in",
      "appointment", "mrn", "flew", "meet ",
    ])

  /// "last summer" dates a stay in hospital, but no season of a chart.
  static let relativeSeason = Recognizer(
    name: "date-relative-season", kind: .date, score: 0.3,
    pattern: #"(?i)\b(?:last|this past|past|previous|next)\s(?:spring|summer|fall|autumn|winter|year)\b"#,
    anchors: [.words("last, past, this past, previous, next", after: 24)],
    context: ["admitted", "discharged", "visited", "mrn", "hospitalized", "hospitalised"])
}
