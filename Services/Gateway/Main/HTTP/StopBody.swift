import Deidentification

/// `stop`: one string or a list of them.
struct StopBody: Decodable {
  let strings: [IdentifiedText]

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let texts = try (try? container.decode(String.self)).map { [$0] } ?? container.decode([String].self)
    guard texts.count <= HTTPLimits.stopStringsMax else {
      throw BodyError("'stop' has more than \(HTTPLimits.stopStringsMax) strings")
    }
    guard texts.allSatisfy({ (1...HTTPLimits.stopStringBytesMax).contains($0.utf8.count) }) else {
      throw BodyError("a string of 'stop' must have from 1 to \(HTTPLimits.stopStringBytesMax) bytes")
    }
    strings = texts.map { IdentifiedText($0) }
  }
}
