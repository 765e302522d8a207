/// The field of a FHIR value under its path, in the terms of column names.
///
/// Source: HL7 FHIR R5, data types HumanName, ContactPoint, Identifier, Address, Reference; resource Patient.
enum FHIRField {
  /// nil for values that are text like any other.
  static func name(of path: [String]) -> String? {
    guard let last = path.last else { return nil }
    let parent = path.dropLast().last ?? ""
    switch (parent, last) {
    case ("identifier", "value"), (_, "reference"): return "id number"
    case ("telecom", "value"): return "contact number"
    case ("name", "text"), ("name", "family"), ("name", "given"): return "patient name"
    case (let person, "display") where people.contains(person): return "patient name"
    case ("address", _): return last == "country" || last == "use" || last == "type" ? nil : "address"
    case (_, "birthDate"), (_, "deceasedDateTime"): return "birth date"
    case (_, "serialNumber"), (_, "distinctIdentifier"): return "serial number"
    default: return last
    }
  }

  /// Elements that refer to a person.
  private static let people: Set<String> = [
    "subject", "patient", "performer", "practitioner", "author", "recorder", "asserter", "requester", "recipient",
    "generalPractitioner", "actor", "participant", "informationSource", "sender", "beneficiary", "subscriber",
  ]
}
