/// Driving licence of Great Britain: five characters of the surname, decade, month (50 more for a woman), day, year, initials
/// (9 for none), two characters against doubles, check letters.
///
/// Source: DVLA, INF45 and the form of the driver number.
extension Recognizer {
  static let britishDrivingLicence = Recognizer(
    name: "gb-driving-licence", kind: .id, score: 0.9,
    pattern:
      #"(?i)[A-Z][A-Z9]{4} ?[0-9](?:[05][1-9]|[16][0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9] ?[A-Z9]{2}[0-9A-Z][A-Z]{2}"#,
    anchors: [.mark(.digits4, before: 16, after: 16)])
}
