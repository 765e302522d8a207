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
