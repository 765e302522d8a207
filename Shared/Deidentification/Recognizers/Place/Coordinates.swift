/// Latitude and longitude: decimal degrees with four places and more, or degrees, minutes, seconds.
///
/// Source: ISO 6709:2022, annexes D and H. Four places are eleven metres: a house. Fewer are a town or a pair of numbers.
extension Recognizer {
  static let coordinates = Recognizer(
    name: "coordinates", kind: .location, score: 0.9,
    pattern:
      #"[+-]?[0-9]{1,2}\.[0-9]{4,15}°?(?: ?[NS])?(?:, ?|; ?)[+-]?[0-9]{1,3}\.[0-9]{4,15}°?(?: ?[EW])?|(?i:\b(?:lat(?:itude)?|lon(?:g(?:itude)?)?|lng)[ "']{0,2}[:=] ?)([+-]?[0-9]{1,3}\.[0-9]{3,})"#,
    anchors: [.mark(.digits4, before: 64, after: 64)],
    validate: { !$0.text.hasDigit(before: $0.range.lowerBound) && isOnEarth($0) ? $0.range : nil })

  static let coordinatesInDegrees = Recognizer(
    name: "coordinates-degrees", kind: .location, score: 0.9,
    pattern:
      #"[0-9]{1,3}°[ ]?[0-9]{1,2}['′分][ ]?(?:[0-9]{1,2}(?:\.[0-9]+)?["″秒]?[ ]?)?[NSEW](?:[, ]{0,2}[0-9]{1,3}°[ ]?[0-9]{1,2}['′分][ ]?(?:[0-9]{1,2}(?:\.[0-9]+)?["″秒]?[ ]?)?[NSEW])?|(?:[东西]经|[南北]纬)[0-9]{1,3}(?:\.[0-9]+)?[°度](?:[0-9]{1,2}['′分])?(?:[0-9]{1,2}(?:\.[0-9]+)?["″秒])?"#,
    anchors: [.mark(.degree, before: 12, after: 90), .words("东经, 西经, 南纬, 北纬", after: 40)],
    validate: { !$0.text.hasDigit(before: $0.range.lowerBound) && isOnEarth($0) ? $0.range : nil })

  private static func isOnEarth(_ evidence: Evidence) -> Bool {
    let numbers = evidence.string.split { !($0.isNumber || $0 == ".") }.compactMap { Double($0) }
    return numbers.first.map { $0 <= 180 } ?? false
  }
}
