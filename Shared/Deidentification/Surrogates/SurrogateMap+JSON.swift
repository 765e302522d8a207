public import Foundation

/// The file form, version 2: `{"version":2,"surrogates":[{"surrogate":"[NAME_1]","text":…},
/// {"surrogate":"Peter Ashford","kind":"NAME","text":…}],"sent":…,"untraced":false}`. `sent` holds the hashes of the
/// words already sent, eight bytes each, little-endian, in base 64. Version 1 had placeholders only and is still read.
/// It holds identifiers: guard it. It never holds keys.
extension SurrogateMap {
  private struct File: Codable {
    struct Entry: Codable {
      var surrogate: String
      /// For surrogates that do not name their kind.
      var kind: EntityKind?
      var text: String
    }

    var version: Int
    var surrogates: [Entry]
    var sent: Data?
    var untraced: Bool?
  }

  private static let version = 2

  @_spi(Identified) public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(
      File(
        version: Self.version, surrogates: placeholderEntries + likenessEntries,
        sent: Self.packed(likenesses.sent.hashes), untraced: likenesses.isUntraced))
  }

  private var placeholderEntries: [File.Entry] {
    identifiers.sorted { ($0.key.kind.rawValue, $0.key.number) < ($1.key.kind.rawValue, $1.key.number) }
      .map { File.Entry(surrogate: $0.key.text, text: $0.value.text) }
  }

  private var likenessEntries: [File.Entry] {
    likenesses.identifiers.sorted { $0.key < $1.key }
      .map { File.Entry(surrogate: $0.key, kind: $0.value.kind, text: $0.value.text) }
  }

  /// Throws ``DeidentificationError/badMap(reason:)`` for anything that ``json()`` did not write.
  @_spi(Identified) public init(json: Data, keys: SurrogateKeys? = nil) throws(DeidentificationError) {
    self.init(keys: keys)
    guard let file = try? JSONDecoder().decode(File.self, from: json) else {
      throw .badMap(reason: "it is not its JSON")
    }
    guard (1...Self.version).contains(file.version) else {
      throw .badMap(reason: "version \(file.version) is not known")
    }
    for entry in file.surrogates { try read(entry) }
    guard let hashes = Self.unpacked(file.sent ?? Data()) else { throw .badMap(reason: "'sent' is cut off") }
    // Version 1 kept no trace.
    likenesses.restoreTrace(hashes, isUntraced: file.untraced ?? true)
  }

  private mutating func read(_ entry: File.Entry) throws(DeidentificationError) {
    likenesses.noteWritten(Array(entry.text.utf8))
    if let kind = entry.kind {
      let identifier = Identifier(kind: kind, text: entry.text)
      guard insert(identifier, asLikeness: entry.surrogate) else {
        throw .badMap(reason: "a surrogate is malformed or given twice")
      }
      return
    }
    guard let placeholder = Placeholder(Array(entry.surrogate.utf8)) else {
      throw .badMap(reason: "a surrogate is malformed")
    }
    guard identifiers[placeholder] == nil else { throw .badMap(reason: "\(placeholder.text) is given twice") }
    insert(Identifier(kind: placeholder.kind, text: entry.text), as: placeholder)
  }

  private static func packed(_ hashes: Set<UInt64>) -> Data {
    Data(hashes.sorted().flatMap { hash in (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) } })
  }

  private static func unpacked(_ data: Data) -> Set<UInt64>? {
    let bytes = Array(data)
    guard bytes.count.isMultiple(of: 8) else { return nil }
    return Set(
      stride(from: 0, to: bytes.count, by: 8).map { start in
        (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << ($1 * 8) }
      })
  }
}
