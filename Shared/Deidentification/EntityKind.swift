/// What an identifier is. The raw value is the type written in results and in placeholders (`[NAME_1]`).
///
/// Source: the 18 identifiers of the HIPAA Safe Harbor method, 45 CFR 164.514(b)(2), and kinds of other regimes.
public enum EntityKind: String, Sendable, CaseIterable, Codable {
  case name = "NAME"
  case age = "AGE"
  case date = "DATE"
  case location = "LOCATION"
  case organisation = "ORG"
  case phone = "PHONE"
  case email = "EMAIL"
  case url = "URL"
  case ip = "IP"
  case id = "ID"
  case account = "ACCOUNT"
  case card = "CARD"
  case device = "DEVICE"
  case vehicle = "VEHICLE"
  case username = "USERNAME"
  case secret = "SECRET"
  case other = "OTHER"
}

extension EntityKind {
  /// By the case alone: the default hashes the raw value's letters.
  public func hash(into hasher: inout Hasher) { hasher.combine(index) }

  /// Of the case in the order of their declaration.
  var index: UInt8 {
    switch self {
    case .name: 0
    case .age: 1
    case .date: 2
    case .location: 3
    case .organisation: 4
    case .phone: 5
    case .email: 6
    case .url: 7
    case .ip: 8
    case .id: 9
    case .account: 10
    case .card: 11
    case .device: 12
    case .vehicle: 13
    case .username: 14
    case .secret: 15
    case .other: 16
    }
  }
}

/// Some kinds, a bit each: every candidate is asked for.
struct EntityKinds: Sendable {
  private let bits: UInt32

  init(_ kinds: some Sequence<EntityKind>) { bits = kinds.reduce(0) { $0 | 1 << UInt32($1.index) } }

  func contains(_ kind: EntityKind) -> Bool { bits >> UInt32(kind.index) & 1 != 0 }
}
