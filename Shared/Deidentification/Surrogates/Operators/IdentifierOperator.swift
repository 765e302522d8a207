/// What is written in the place of an identifier. A policy chooses one for each kind.
///
/// Reversible: `placeholder`, `surrogate`, `encrypt`, `shiftDate`. An identifier for which a reversible operator has no
/// fitting text (a name in a script without a list, a date that cannot be read) gets its placeholder instead.
/// Irreversible: `mask`, `redact`, `hash`, `generalise`; no map can undo them.
public enum IdentifierOperator: Sendable, Hashable {
  /// `[NAME_1]`, the same for the same identifier in one conversation.
  case placeholder
  /// A made-up identifier of the same kind and format. Needs ``SurrogateKeys``.
  case surrogate
  /// The identifier with most of its letters and digits covered.
  case mask(Mask)
  /// A fixed text, or nothing.
  case redact(String)
  /// A short keyed digest: the same within one tenant, unlinkable between tenants. Needs ``SurrogateKeys``.
  case hash
  /// The identifier itself, sealed: the key alone restores it. Needs ``SurrogateKeys``.
  case encrypt
  /// A date moved by the subject's own number of weeks. Needs ``SurrogateKeys``.
  case shiftDate
  /// Less of the identifier: the decade of an age, the year of a date, the state of a place.
  case generalise

  /// Whether restoring can give back what it replaced.
  public var isReversible: Bool {
    switch self {
    case .placeholder, .surrogate, .encrypt, .shiftDate: true
    case .mask, .redact, .hash, .generalise: false
    }
  }
}

/// How ``IdentifierOperator/mask(_:)`` covers: `****-****-****-1234`. Punctuation and spaces stay.
public struct Mask: Sendable, Hashable {
  public var character: Character
  /// Letters and digits left at the start and at the end. When nothing would be covered, everything is.
  public var keepFirst: Int
  public var keepLast: Int

  public init(character: Character = "*", keepFirst: Int = 0, keepLast: Int = 0) {
    self.character = character
    self.keepFirst = keepFirst
    self.keepLast = keepLast
  }

  func apply(to text: String) -> String {
    let count = text.count(where: Self.isCovered)
    let covered = keepFirst + keepLast < count ? keepFirst..<(count - keepLast) : 0..<count
    var index = 0
    return String(
      text.map { original in
        guard Self.isCovered(original) else { return original }
        defer { index += 1 }
        return covered.contains(index) ? character : original
      })
  }

  /// Anything but ASCII punctuation and white space: what is not known to be harmless is covered.
  private static func isCovered(_ character: Character) -> Bool {
    !character.isWhitespace && (!character.isASCII || character.isLetter || character.isNumber)
  }
}
