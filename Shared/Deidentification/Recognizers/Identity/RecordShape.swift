/// A code of letters and digits in a form that record systems give out, such as "KD-220417", without a cue.
extension Recognizer {
  static let recordShape = Recognizer(
    name: "record-shape", kind: .id, score: 0.3,
    pattern:
      #"\b[A-Z]{1,4}[\-]?[0-9]{5,12}[A-Z]?\b|\b[0-9]{7,12}\b|\b[A-Z]{2,4}(?:-[A-Z0-9]{2,8}){1,3}\b|#[0-9]{4,12}\b|\b[0-9]{2,4}-[0-9]{2,4}-[0-9]{2,6}\b"#,
    anchors: [.mark(.digits4, before: 64, after: 64)],
    context: [
      "mrn", "record", "patient id", "chart", "id:", "id #", "id number", "account", "acct", "case #", "member",
      "insurance", "policy", "passport", "licen", "badge", "号码", "病历", "证",
    ],
    validate: { $0.isWholeNumber && $0.digits.count >= 4 ? $0.range : nil },
    resumesInside: false)

  /// "KD-220417", "LAB-20210303-00017": capitals, a dash and five digits or more are a record's number even alone.
  static let dashedRecord = Recognizer(
    name: "record-dashed", kind: .id, score: 0.6,
    pattern: #"\b[A-Z]{1,5}-[0-9]{5,12}(?:-[0-9]{2,8})*\b"#,
    anchors: [.mark(.digits4, before: 64, after: 64)],
    validate: { $0.isWholeNumber ? $0.range : nil })

  /// "application no. 31415/09": a case of a court.
  static let caseNumber = Recognizer(
    name: "case-number", kind: .id, score: 0.85,
    pattern: #"(?i)\bnos?\. ([0-9]{2,6}/[0-9]{2,4}(?:(?:,? and |[,;]? )[0-9]{2,6}/[0-9]{2,4})*)"#,
    anchors: [.words("no.*, nos.*", after: 200, needsDigit: true)])

  /// "initials QVB".
  static let initials = Recognizer(
    name: "initials-cued", kind: .name, score: 0.8, pattern: #"\b[Ii]nitials:? ([A-Z](?:\.? ?[A-Z]){1,3}\.?)"#,
    anchors: [.words("initials", after: 30)])
}
