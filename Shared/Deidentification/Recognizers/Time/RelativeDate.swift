/// "last week", "yesterday", "上周三": time relative to the text, which dates a person's care.
extension Recognizer {
  static let relativeDate = Recognizer(
    name: "date-relative", kind: .date, score: 0.3,
    pattern:
      #"(?i)\b(?:last|this past|past|previous|next)\s(?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|fall|autumn|winter|year)\b|\byesterday\b|\bearlier this (?:week|month|year)\b|\bon (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"#,
    context: [
      "patient", "admitted", "discharged", "visited", "presented", "hospital", "evaluated", "seen at", "seen by",
      "seen in",
      "appointment", "mrn", "flew", "meet ",
    ])
}
