extension TokenizerJSON {
  func truncation(_ section: JSONValue?) throws(TokenizerError) -> Truncation? {
    guard let section, !section.isNull else { return nil }
    guard let count = section["max_length"]?.int, count >= 0 else { throw .malformed("truncation lacks max_length") }
    let strategy = section["strategy"]?.string ?? "LongestFirst"
    let direction = section["direction"]?.string ?? "Right"
    guard let strategy = Truncation.Strategy(rawValue: strategy) else {
      throw .unsupported(component: "truncation strategy \(strategy)")
    }
    return Truncation(
      tokenCountMax: count, stride: section["stride"]?.int ?? 0, strategy: strategy,
      direction: try self.direction(direction))
  }

  func padding(_ section: JSONValue?) throws(TokenizerError) -> Padding? {
    guard let section, !section.isNull else { return nil }
    let count = section["strategy"]?["Fixed"]?.int
    guard count != nil || section["strategy"]?.string == "BatchLongest" else {
      throw .unsupported(component: "padding strategy other than Fixed and BatchLongest")
    }
    return Padding(
      tokenCount: count, multiple: section["pad_to_multiple_of"]?.int,
      direction: try direction(section["direction"]?.string ?? "Right"),
      id: try Self.id(section["pad_id"] ?? .integer(0)), typeID: try Self.id(section["pad_type_id"] ?? .integer(0)))
  }

  private func direction(_ name: String) throws(TokenizerError) -> Truncation.Direction {
    guard let direction = Truncation.Direction(rawValue: name) else {
      throw .unsupported(component: "direction \(name)")
    }
    return direction
  }
}
