/// Driving licences in the forms of the states, after a word for them.
///
/// Source: AAMVA, "Driver license number formats by state": one to three letters and 3 to 14 digits, or 4 to 16 digits.
extension Recognizer {
  static let driverLicence = Recognizer(
    name: "us-driver-licence", kind: .id, score: 0.95,
    pattern:
      #"(?i)\b(?:driver'?s?'? ?licen[cs]e|driving licen[cs]e|dl|d\.l\.|licen[cs]e|dmv)\b(?: ?(?:number|num|no\b\.?|nr|#|id))?(?: ?\(?[A-Z]{2}\)?)?[ \t]?(?:is|was|=|:|#)?[ \t]?#?((?:[A-Z]{1,3}[\- ]?)?[0-9](?:[\- ]?[0-9]|-?[A-Z]){3,15})"#,
    anchors: [.mark(.digits4, before: 64, after: 64)],
    validate: { $0.isWholeWord && $0.digits.count >= 4 ? $0.range : nil })
}
