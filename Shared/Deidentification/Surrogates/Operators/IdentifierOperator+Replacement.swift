extension IdentifierOperator {
  /// What stands for the identifier. Throws when the operator needs keys that the map lacks.
  func replacement(of identifier: SurrogateMap.Identifier, _ map: inout SurrogateMap) throws(DeidentificationError)
    -> String
  {
    switch self {
    case .placeholder: return Self.placeholder(of: identifier, &map)
    case .surrogate:
      let keys = try keys(of: map)
      if let known = map.known(identifier) { return known }
      return LikenessMaker.likeness(of: identifier, keys, &map) ?? Self.placeholder(of: identifier, &map)
    case .shiftDate:
      let keys = try keys(of: map)
      if let known = map.known(identifier) { return known }
      return DateShift.likeness(of: identifier, keys, &map) ?? Self.placeholder(of: identifier, &map)
    case .encrypt:
      map.noteName(identifier)
      return SealedIdentifier(keys: try keys(of: map)).seal(identifier) ?? Self.placeholder(of: identifier, &map)
    case .mask(let mask):
      map.noteName(identifier)
      return mask.apply(to: identifier.text)
    case .redact(let text):
      map.noteName(identifier)
      return text
    case .hash:
      map.noteName(identifier)
      return KeyedHash.text(of: identifier, keys: try keys(of: map))
    case .generalise:
      map.noteName(identifier)
      return Generalisation.text(of: identifier)
    }
  }

  /// What stands for the identifier where the operator's own text could be mistaken: never more than the operator gives.
  func plainReplacement(of identifier: SurrogateMap.Identifier, _ map: inout SurrogateMap) -> String {
    map.noteName(identifier)
    return isReversible ? Self.placeholder(of: identifier, &map) : Self.bareKind(identifier.kind)
  }

  /// `[NAME]`: a kind and no number, which nothing restores.
  static func bareKind(_ kind: EntityKind) -> String { "[\(kind.rawValue)]" }

  /// How policies name it.
  public var name: IdentifierOperatorName {
    switch self {
    case .placeholder: .placeholder
    case .surrogate: .surrogate
    case .mask: .mask
    case .redact: .redact
    case .hash: .hash
    case .encrypt: .encrypt
    case .shiftDate: .shiftDate
    case .generalise: .generalise
    }
  }

  private static func placeholder(of identifier: SurrogateMap.Identifier, _ map: inout SurrogateMap) -> String {
    map.surrogate(for: identifier.text, kind: identifier.kind).text
  }

  private func keys(of map: SurrogateMap) throws(DeidentificationError) -> SurrogateKeys {
    guard let keys = map.keys else { throw .missingKeys(operator: name.rawValue) }
    return keys
  }
}

/// The operators' names in policy files.
public enum IdentifierOperatorName: String, Sendable, CaseIterable {
  case placeholder, surrogate, mask, redact, hash, encrypt
  case shiftDate = "shift_date"
  case generalise
}
