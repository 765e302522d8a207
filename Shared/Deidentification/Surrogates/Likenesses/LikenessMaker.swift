/// Makes an identifier that could be real and is not: of the same kind, script and format.
///
/// Everything follows from the keys and the identifier; a choice that the conversation already knows is left for the next.
enum LikenessMaker {
  /// Choices before the identifier gets a placeholder instead.
  private static let attemptsMax = 24

  static func likeness(of identifier: SurrogateMap.Identifier, _ keys: SurrogateKeys, _ map: inout SurrogateMap)
    -> String?
  {
    if let known = map.likenesses.texts[identifier] { return known }
    if identifier.kind == .date { return DateShift.likeness(of: identifier, keys, &map) }
    // Full-width forms and invisible characters have no likeness of the same form.
    guard identifier.text.utf8.count == NormalisedText(identifier.text).bytes.count else { return nil }
    if identifier.kind == .name { return NameLikeness.likeness(of: identifier.text, keys, &map) }
    for attempt in 0..<attemptsMax {
      var random = DerivedRandom(
        keys: keys, purpose: "surrogate", parts: [identifier.kind.rawValue, identifier.text, String(attempt)])
      guard let text = make(identifier, &random) else { return nil }
      // A number that stands in the caller's text may be somebody's.
      if !map.likenesses.written.mayContain(Array(text.utf8)), map.insert(identifier, asLikeness: text) {
        return text
      }
    }
    return nil
  }

  private static func make(_ identifier: SurrogateMap.Identifier, _ random: inout DerivedRandom) -> String? {
    let text = identifier.text
    return switch identifier.kind {
    case .name, .date: nil
    case .age: AgeLikeness.make(text, &random)
    case .location: PlaceLikeness.make(text, &random)
    case .organisation: OrganisationLikeness.make(text, &random)
    case .phone: PhoneLikeness.make(text, &random)
    case .email: EmailLikeness.make(text, &random)
    case .url: URLLikeness.make(text, &random)
    case .ip: AddressLikeness.make(text, &random)
    case .card: CardLikeness.make(text, &random)
    case .account: IBANLikeness.make(text, &random) ?? CodeLikeness.make(text, &random)
    case .id:
      ResidentIDLikeness.make(text, &random) ?? SocialSecurityLikeness.make(text, &random)
        ?? CodeLikeness.make(text, &random)
    case .device: AddressLikeness.make(text, &random) ?? CodeLikeness.make(text, &random)
    case .vehicle, .username, .secret, .other: CodeLikeness.make(text, &random)
    }
  }
}
