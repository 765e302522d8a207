import Deidentification

/// `stop`: one string or a list of them.
struct StopBody: Decodable {
  let strings: [IdentifiedText]

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let texts = try (try? container.decode(String.self)).map { [$0] } ?? container.decode([String].self)
    if let complaint = StopStringRules.complaint(texts) { throw BodyError(complaint) }
    strings = texts.map { IdentifiedText($0) }
  }
}
