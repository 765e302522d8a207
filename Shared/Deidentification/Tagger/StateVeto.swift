/// A state of the United States alone in a clinical text, which HIPAA lets stand: only what is smaller than a state tells
/// where a patient lives (45 CFR 164.514(b)(2)(i)(B)). Beside a town or in an address it is part of that.
enum StateVeto {
  static func isState(_ candidate: Candidate, in text: NormalisedText, _ tagger: Tagger) -> Bool {
    guard candidate.kind == .location, isAlone(candidate.range, text) else { return false }
    return states.contains(String(decoding: text.bytes[candidate.range], as: UTF8.self))
      && ClinicalText.isClinical(around: candidate.range, in: text, tagger)
  }

  /// Behind a word of place, and not before a comma, a postcode or another name.
  private static func isAlone(_ range: Range<Int>, _ text: NormalisedText) -> Bool {
    guard range.lowerBound > 1, text.bytes[range.lowerBound - 1] == 0x20 else { return false }
    let word = text.bytes[..<(range.lowerBound - 1)].suffix(12).split(separator: 0x20).last
    guard let word, prepositions.contains(word) else { return false }
    let after = text.bytes[range.upperBound...].prefix(2)
    guard let next = after.first else { return true }
    let following = after.dropFirst().first
    return next == 0x20 && following.map { !$0.isASCIIUppercase && !$0.isASCIIDigit } == true
      || (next == UInt8(ascii: ".") || next == UInt8(ascii: "?")) && following.map { $0 <= 0x20 } != false
  }

  private static let prepositions = WordSet("in from across throughout within to")

  /// Without those that share their name with a city: New York, Washington. Georgia is a country, too.
  private static let states: Set<String> = [
    "Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware", "Florida",
    "Hawaii",
    "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine", "Maryland", "Massachusetts",
    "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada", "New Hampshire", "New Jersey",
    "New Mexico", "North Carolina", "North Dakota", "Ohio", "Oklahoma", "Oregon", "Pennsylvania", "Rhode Island",
    "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah", "Vermont", "Virginia", "West Virginia", "Wisconsin",
    "Wyoming",
  ]
}
