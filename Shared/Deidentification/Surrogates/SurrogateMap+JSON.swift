public import Foundation

/// The file form: `{"version":1,"surrogates":[{"surrogate":"[NAME_1]","text":…}]}`. It holds identifiers: guard it.
extension SurrogateMap {
  private struct File: Codable {
    struct Entry: Codable {
      var surrogate: String
      var text: String
    }

    var version: Int
    var surrogates: [Entry]
  }

  private static let version = 1

  @_spi(Identified) public func json() throws -> Data {
    let entries = identifiers.sorted { ($0.key.kind.rawValue, $0.key.number) < ($1.key.kind.rawValue, $1.key.number) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(
      File(version: Self.version, surrogates: entries.map { .init(surrogate: $0.key.text, text: $0.value.text) }))
  }

  /// Throws ``DeidentificationError/badMap(reason:)`` for anything that ``json()`` did not write.
  @_spi(Identified) public init(json: Data) throws(DeidentificationError) {
    self.init()
    guard let file = try? JSONDecoder().decode(File.self, from: json) else {
      throw .badMap(reason: "it is not its JSON")
    }
    guard file.version == Self.version else { throw .badMap(reason: "version \(file.version) is not known") }
    for entry in file.surrogates {
      guard let placeholder = Placeholder(Array(entry.surrogate.utf8)) else {
        throw .badMap(reason: "a surrogate is malformed")
      }
      guard identifiers[placeholder] == nil else { throw .badMap(reason: "\(placeholder.text) is given twice") }
      insert(Identifier(kind: placeholder.kind, text: entry.text), as: placeholder)
    }
  }
}
